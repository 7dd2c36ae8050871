// What the text of a configuration file says: whatever is wrong in it is named, and falls back alone.
import * as v from 'valibot';
import { parseJson } from '../protocol/parsed';
import { type ConfigFile, configSchema } from './configSchema';
import { nearestWord } from './nearestWord';

type Path = readonly (string | number)[];

export interface ParsedConfig {
  readonly config: ConfigFile;
  /** One for each thing that is wrong: `theme: …`. */
  readonly faults: readonly string[];
  /** The keys that stand in it. */
  readonly given: readonly string[];
}

/** Entries of one of these stand each for itself; below `sessions` they stand one level deeper. */
const DEPTH_OF_ENTRIES = 2;

/** Each round takes at least one entry away; no file that a person writes has as many. */
const MAX_ROUNDS = 64;

/** All of it falls back where the text is no JSON object at all. */
export function parseConfig(text: string): ParsedConfig {
  // Editors on other systems begin a file with a mark of the order of its bytes.
  const json = parseJson(text.replace(/^\uFEFF/, ''));
  const isObject = json.ok && typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value);
  const faults = json.ok ? (isObject ? [] : ['It is no JSON object']) : [json.error];
  let rest: unknown = isObject ? json.value : {};
  const given = Object.keys(Object(rest));
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const read = v.safeParse(configSchema, rest);
    if (read.success) return { config: read.output, faults, given };
    const wrong = read.issues.map(
      (issue) => listIn(rest, pathOf(issue)) ?? { path: pathOf(issue), sentence: sentenceOf(issue) },
    );
    faults.push(...new Set(wrong.map(({ sentence }) => sentence)));
    // From the end, so that what is taken out of a list moves nothing that is still to be taken.
    for (const { path } of wrong.reverse()) rest = without(rest, entryOf(path));
  }
  return { config: v.parse(configSchema, {}), faults, given };
}

/** The schema would read a list as an object whose keys are numbers, and find fault with what is in it. */
function listIn(value: unknown, path: Path) {
  let inner = value;
  for (const [depth, key] of path.entries()) {
    if (Array.isArray(inner) && typeof key === 'string') {
      const list = path.slice(0, depth);
      return { path: list, sentence: `${list.join('.')}: Expected an object but received a list` };
    }
    inner = Object(inner)[key];
  }
  return null;
}

function pathOf({ path }: v.BaseIssue<unknown>): Path {
  return (path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

function sentenceOf(issue: v.BaseIssue<unknown>): string {
  // What was wrong before is out of a list by now: its numbers are no longer those of the file.
  const path = issue.type === 'check_items' ? pathOf(issue).slice(0, -1) : pathOf(issue);
  const words = issue.message.replace(/[.?]$/, '');
  const word = path.at(-1);
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never' && path.length === 1;
  const near = isUnknown && typeof word === 'string' ? nearestWord(word, Object.keys(configSchema.entries)) : null;
  const hint = near === null ? '' : `; did you mean ${near}`;
  return `${path.length === 0 ? '' : `${path.join('.')}: `}${words}${hint}`;
}

/** What has to go with a fault at this path: a whole home, agent, server or list of keys, or the one setting. */
function entryOf(path: Path): Path {
  // Half a way to a fleet is none, and might be another one.
  if (path[0] === 'fleet') return path.slice(0, 1);
  return path.slice(0, path[0] === 'sessions' ? DEPTH_OF_ENTRIES + 1 : DEPTH_OF_ENTRIES);
}

function without(value: unknown, path: Path): unknown {
  const [first, ...others] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (others.length === 0) return value.filter((_, at) => at !== first);
    return value.map((each, at) => (at === first ? without(each, others) : each));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== first) return [[key, inner]];
      return others.length === 0 ? [] : [[key, without(inner, others)]];
    }),
  );
}
