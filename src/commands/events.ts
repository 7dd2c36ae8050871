// `podwatch events [NAME…]`: every change of the Pods as it happens, one line each.
import { concatMap, from, map, type Observable, pairwise, Subject, skipWhile, takeUntil } from 'rxjs';
import { displayName, displayText } from '../cells/displayText';
import { describeExit } from '../podList/describePodState';
import { entryName } from '../podList/entryName';
import { eventsSince, type PodEvent, podEvents } from '../podList/podEvents';
import type { PodList } from '../podList/podList';
import { homeOf, hostOf, nameOnHost } from '../podList/podPlace';
import { watchPods } from '../streams/watchPods';
import type { CommandContext } from './commandContext';
import { placeOf, podSources } from './findPod';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { fittingNames, isGlob } from './podPatterns';
import { complain, print, printJson } from './printText';
import { readExit } from './readExit';
import { whenReaderGone } from './whenReaderGone';

/** An event takes as long from a Pod to us at most, ms, but for a machine that stands still. */
const OVERLAP_MS = 2000;

export const command = defineCommand({
  name: 'events',
  group: 'pods',
  summary: 'Print every change of the Pods as it happens, until it is interrupted',
  details: [
    'With --json each is one JSON object a line: at (Unix ms), type, name, home, cursor, and what belongs to its type. The first line is of type "ready": from there on nothing is missed.',
    'Types: started, status, attention, seen, output (it has put something out, or has another title: its preview as it is then), ended, added, removed.',
    'With --since and the cursor of the last line that was read it first tells what happened meanwhile, as far as Pods and logs still say it: of each Pod its start, its last status, its open attention, its last output or its end. What was replaced, seen or removed meanwhile cannot be told, and the events of the last two seconds before the cursor may come twice, with the same at.',
  ],
  positionals: {
    names: {
      type: 'string',
      array: true,
      value: 'NAME',
      complete: { pods: null },
      describe: 'Only of these Pods; also globs',
    },
  },
  options: {
    json: { type: 'boolean', default: false, describe: 'One JSON object a line' },
    since: { type: 'string', requiresArg: true, value: 'CURSOR', describe: 'First what happened since' },
  },
  rest: 'words',
  run: (context, { names = [], json, since }, more) =>
    runEvents(context, { names: [...names, ...more], json, since: since === undefined ? null : parseCursor(since) }),
});

/** @throws UsageError */
function parseCursor(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new UsageError(`--since is the cursor of an event (its Unix ms): ${JSON.stringify(text)}`);
  return Number(text);
}

interface EventsArgs {
  readonly names: readonly string[];
  readonly json: boolean;
  /** Unix ms. */
  readonly since: number | null;
}

/** Ends with whoever reads it, or when it is interrupted. */
async function runEvents(context: CommandContext, { names, json, since }: EventsArgs): Promise<number> {
  const lists$ = watchPods(await podSources(context, { hosts: 'all' })).pipe(skipWhile(({ loading }) => loading));
  const gone$ = new Subject<void>();
  const stopWatching = whenReaderGone(context.stdout.fd, () => gone$.next());
  const isWanted = wantedNames(names);
  const say = (event: PodEvent) => {
    const host = hostOf({ place: event.home });
    if (!isWanted(nameOnHost(host, event.name))) return;
    const { at, type, name, home: place, ...details } = event;
    const where = { home: homeOf({ place }), ...(host !== null && { host }) };
    if (json) printJson(context.stdout, { at, type, name, ...where, cursor: String(Date.now()), ...details });
    else print(context.stdout, eventLine(event));
  };
  let isFirst = true;
  let problems: PodList['problems'] = [];
  const begin = (list: PodList) => {
    isFirst = false;
    const now = Date.now();
    sayAwaited(context, names, list);
    if (since !== null) for (const event of eventsSince(list, since - OVERLAP_MS)) say(event);
    if (json) printJson(context.stdout, { at: now, type: 'ready', cursor: String(now), pods: list.entries.length });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      eventsOf(lists$, context, (list) => {
        if (isFirst) begin(list);
        for (const problem of list.problems) if (!problems.includes(problem)) complain(context.stderr, problem.message);
        problems = list.problems;
      })
        .pipe(takeUntil(gone$))
        .subscribe({ next: say, error: reject, complete: resolve });
    });
    return 0;
  } finally {
    stopWatching();
  }
}

/** A name that is mistyped would be waited for without a word. */
function sayAwaited({ stderr }: CommandContext, patterns: readonly string[], { entries }: PodList): void {
  const known = entries.map(entryName);
  for (const pattern of patterns) {
    if (isGlob(pattern) || fittingNames(pattern, known).length > 0) continue;
    complain(stderr, `There is no Pod "${displayName(pattern)}" yet; its events come once there is one.`);
  }
}

/** Pods that come later are known by their names alone. */
function wantedNames(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  return (name) => patterns.some((pattern) => fittingNames(pattern, [name]).length > 0);
}

/** `seen`: is called with each list before its events. */
function eventsOf(
  lists$: Observable<PodList>,
  context: CommandContext,
  seen: (list: PodList) => void,
): Observable<PodEvent> {
  return lists$.pipe(
    map((list) => {
      seen(list);
      return list;
    }),
    pairwise(),
    map(([before, after]) => ({ before, events: podEvents(before, after, Date.now()) })),
    concatMap(({ before, events }) => from(Promise.all(events.map((event) => withExit(event, before, context))))),
    concatMap((events) => events),
  );
}

/** The socket closes before a list has read the log again. */
async function withExit(event: PodEvent, { entries }: PodList, context: CommandContext): Promise<PodEvent> {
  const entry =
    event.type === 'ended' ? entries.find(({ id }) => id.name === event.name && id.place === event.home) : undefined;
  if (event.type !== 'ended' || entry === undefined) return event;
  const place = await placeOf(context, entry.id);
  const exit = 'kind' in place ? null : await readExit(place, entry);
  return { ...event, exitCode: exit?.code ?? null, signal: exit?.signal ?? null };
}

function eventLine(event: PodEvent): string {
  const time = new Date(event.at);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const words = detailsOf(event).filter((word) => word !== null && word !== '');
  return [
    clock,
    displayName(nameOnHost(hostOf({ place: event.home }), event.name)),
    event.type,
    ...words.map((word) => displayText(String(word))),
  ].join('  ');
}

function detailsOf(event: PodEvent): readonly (string | null)[] {
  switch (event.type) {
    case 'started':
      return [event.directory];
    case 'status':
      return [event.status ?? 'unknown', event.reason];
    case 'attention':
      return [event.kind, event.message];
    case 'output':
      return [event.preview];
    case 'ended':
      return [describeExit({ code: event.exitCode, signal: event.signal }) ?? (event.exitCode === 0 ? 'exit 0' : null)];
    default:
      return [];
  }
}
