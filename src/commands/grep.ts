// `podwatch grep TEXT`: every line that any Pod has shown or said with that text, the newest first.
import { lastValueFrom } from 'rxjs';
import type { ActionFailure } from '../actions/actionFailure';
import { displayName, displayText } from '../cells/displayText';
import { styledText } from '../cells/sgrSequence';
import { PLAIN_STYLE, STYLE, withFlags } from '../cells/textStyle';
import { MAX_SEARCH } from '../history/searchLimit';
import { openPlaces } from '../places/openPlaces';
import { entryName } from '../podList/entryName';
import type { PodEntry } from '../podList/podList';
import { homeOf, hostOf } from '../podList/podPlace';
import type { Hit } from '../search/searchFiles';
import { type SearchPattern, searchPattern } from '../search/searchPattern';
import { errorWords } from '../store/fileErrors';
import { watchPods } from '../streams/watchPods';
import type { CommandContext } from './commandContext';
import { findPod, podSources, readPodList } from './findPod';
import type { FoundPod } from './foundPod';
import { somePodNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { listFaults } from './listFaults';
import { complain, printJson, printStyled } from './printText';
import { reportFailure } from './reportFailure';
import type { searchHosts } from './searchHosts';
import { type SearchedOutput, searchedFiles, searchPods } from './searchPods';
import { whenReaderGone } from './whenReaderGone';

export const command = defineCommand({
  name: 'grep',
  group: 'history',
  summary: 'Find a text in all that Pods have shown and said',
  details: [
    'Recordings and conversations are searched, of live and of stopped Pods, the newest line first. Without capitals in it ' +
      'the text is found in any case. The text is no pattern. The exit code is 1 where nothing was found, and 2 where not all could be searched.',
  ],
  positionals: {
    text: { type: 'string', demandOption: true, value: 'TEXT', describe: 'What is sought, within one line' },
    names: {
      ...somePodNames,
      describe: 'Only in these: Pods, or sessions as TOOL:ID',
      complete: { pods: null, sessions: true },
    },
  },
  options: {
    live: { type: 'boolean', default: false, describe: 'Only Pods that are live' },
    stopped: { type: 'boolean', default: false, describe: 'Only Pods that are not live' },
    sessions: { type: 'boolean', default: false, describe: 'The sessions of agent CLIs too' },
    local: { type: 'boolean', default: false, describe: 'Only Pods of this machine; no host is asked' },
    'case-sensitive': { type: 'boolean', alias: 's', default: false, describe: 'Capitals count in any text' },
    limit: { type: 'string', requiresArg: true, value: 'N', describe: 'At most so many lines' },
    json: { type: 'boolean', default: false, describe: 'One JSON object a line, for scripts' },
  },
  rest: 'nothing',
  run: (context, { text, names = [], limit, ...args }) =>
    runGrep(context, { ...args, names, pattern: patternOf(text, args.caseSensitive), limit: limitOf(limit) }),
});

interface GrepArgs {
  /** Empty: wherever the others lead. */
  readonly names: readonly string[];
  readonly pattern: SearchPattern;
  readonly live: boolean;
  readonly stopped: boolean;
  readonly sessions: boolean;
  readonly local: boolean;
  readonly json: boolean;
  /** Lines. */
  readonly limit: number;
}

/** @throws UsageError */
function patternOf(text: string, isExact: boolean): SearchPattern {
  if (text === '') throw new UsageError('The text that is sought must not be empty.');
  if (/[\r\n]/.test(text)) throw new UsageError('The text that is sought must be one line.');
  const length = [...text].length;
  if (length > MAX_SEARCH)
    throw new UsageError(`A search has at most ${MAX_SEARCH} characters, and this one has ${length}.`);
  return searchPattern(text, isExact);
}

/** @throws UsageError */
function limitOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--limit must be a whole number from 1: ${JSON.stringify(text)}`);
  return Number(text);
}

/** More are only counted. */
const MAX_FAULTS = 10;

/** As grep has it, whatever was found. */
const NOT_WHOLE = 2;

/** Ends with whoever reads it, too. */
async function runGrep(context: CommandContext, args: GrepArgs): Promise<number> {
  const { stdout, stderr } = context;
  const over = new AbortController();
  const stopWatching = whenReaderGone(stdout.fd, () => over.abort());
  let count = 0;
  let faults = 0;
  try {
    const output = args.names.length === 0 ? await wantedFiles(context, args) : await namedFiles(context, args.names);
    if ('kind' in output) return reportFailure(context, output);
    const common = {
      pattern: args.pattern,
      onFault: (message: string) => {
        faults += 1;
        if (faults <= MAX_FAULTS) complain(stderr, message);
      },
      signal: over.signal,
    };
    const away = await searchedAway(context, { ...common, entries: output.entries });
    const hits = searchPods({ ...output, ...common, away, podProgram: context.podProgram });
    faults += output.unlisted;
    for await (const batch of hits) {
      const shown = batch.slice(0, args.limit - count);
      for (const hit of shown) printHit(context, hit, args);
      count += shown.length;
      if (count === args.limit) break;
      if (stdout.writableNeedDrain) await drained(context, over.signal);
    }
  } catch (error) {
    // A search thread that cannot start: too few files, or too little memory.
    reportFailure(context, { kind: 'failed', message: `It was not searched to the end: ${errorWords(error)}` });
    return NOT_WHOLE;
  } finally {
    stopWatching();
    if (faults > MAX_FAULTS) complain(stderr, `${faults - MAX_FAULTS} more could not be searched`);
  }
  if (faults > 0) return NOT_WHOLE;
  return count > 0 ? 0 : 1;
}

/** Nothing of hosts is loaded where there are none. */
async function searchedAway(
  { openHosts }: CommandContext,
  search: Parameters<typeof searchHosts>[1],
): Promise<ReturnType<typeof searchHosts>> {
  if (openHosts === null) return [];
  return (await import('./searchHosts')).searchHosts(await openHosts(), search);
}

async function wantedFiles(
  context: CommandContext,
  { live, stopped, sessions, local }: GrepArgs,
): Promise<WantedOutput> {
  const hosts = local ? [] : 'all';
  const list = await lastValueFrom(watchPods(await podSources(context, { sessions, hosts }), { watch: false }));
  const { entries, problems } = list;
  for (const { message } of problems) complain(context.stderr, message);
  const wanted = entries.filter((entry) => live === stopped || (entry.state === 'live') === live);
  const places = openPlaces(context);
  const others = sessions ? (await import('./findSession')).openSessionPlaces(context).places : [];
  const output = await searchedFiles(wanted, ({ id }) => {
    const known = places.of(id);
    return 'kind' in known ? (others.find((place) => place.id === id.place) ?? null) : known;
  });
  const tools = problems.filter(({ source }) => source === 'sessions');
  return { ...output, entries: wanted, unlisted: listFaults(list).length + tools.length };
}

/** With the Pods themselves: those of other hosts are searched there. */
type WantedOutput = SearchedOutput & {
  readonly entries: readonly PodEntry[];
  /** Places whose Pods are not known. */
  readonly unlisted: number;
};

async function namedFiles(context: CommandContext, names: readonly string[]): Promise<WantedOutput | ActionFailure> {
  const list = await readPodList(context, names);
  const found: FoundPod[] = [];
  for (const name of names) {
    const one = await findPod(context, name, null, list);
    if (one.kind !== 'found') return one;
    found.push(one);
  }
  const places = new Map(found.map(({ entry, place }) => [entry, place]));
  const entries = [...places.keys()];
  return { ...(await searchedFiles(entries, (entry) => places.get(entry) ?? null)), entries, unlisted: 0 };
}

const NAME = withFlags(PLAIN_STYLE, STYLE.bold);
const TIME = withFlags(PLAIN_STYLE, STYLE.dim);
const FOUND = { ...withFlags(PLAIN_STYLE, STYLE.bold), fg: 1 };

function printHit(context: CommandContext, hit: Hit<PodEntry>, { json, pattern }: GrepArgs): void {
  const { stdout, colour } = context;
  const { owner, at, line, column, kind } = hit;
  if (json) {
    const { state, sessionId, id } = owner;
    const host = hostOf(id);
    const where = { home: homeOf(id), ...(host !== null && { host }) };
    printJson(stdout, {
      name: entryName(owner),
      ...where,
      state,
      sessionId,
      kind,
      at: at === 0 ? null : at,
      line,
      column,
    });
    return;
  }
  const parts = [
    line.slice(0, column),
    line.slice(column, column + pattern.text.length),
    line.slice(column + pattern.text.length),
  ];
  const [before = '', found = '', after = ''] = parts.map((part) => displayText(part.replaceAll('\t', '    ')));
  const name = displayName(entryName(owner));
  const text = colour ? before + styledText(found, FOUND) + after : before + found + after;
  const head = colour ? `${styledText(name, NAME)}  ${styledText(timeText(at), TIME)}` : `${name}  ${timeText(at)}`;
  printStyled(stdout, `${head}  ${text.trimStart()}\n`);
}

/** Local time, as `ls -l --time-style=long-iso` with seconds. */
function timeText(at: number): string {
  if (at === 0) return '-';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function drained({ stdout }: CommandContext, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stdout.off('drain', done).off('close', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    stdout.on('drain', done).on('close', done);
    signal.addEventListener('abort', done);
  });
}
