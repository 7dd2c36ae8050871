// What holds for each file of src/, and for their names.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.join(__dirname, '../../src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(path.join(SRC, file), 'utf8') }));

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (?<name>\w+)/gm;
/** What a template holds is no code of its file. */
const TEMPLATE = /`(?:[^`\\]|\\[\s\S])*`/g;
/** Each file of a command exports one. */
const MEANT_ALIKE = new Set(['command']);

/** The names that stand in more than one place, each with its places. */
function twice(named: readonly (readonly [name: string, place: string])[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const [name, place] of named) places.set(name, (places.get(name) ?? new Set()).add(place));
  return [...places].filter(([, found]) => found.size > 1).map(([name, found]) => `${name}: ${[...found].join(', ')}`);
}

test('no two files have the same name', () => {
  expect(twice(FILES.map(({ file }) => [path.basename(file), file]))).toEqual([]);
});

test('no two files export the same name', () => {
  const exported = FILES.flatMap(({ file, text }) =>
    [...text.replace(TEMPLATE, '').matchAll(EXPORT)].map(({ groups }) => [groups?.name ?? '', file] as const),
  );
  expect(exported.length).toBeGreaterThan(FILES.length);
  expect(twice(exported.filter(([name]) => !MEANT_ALIKE.has(name)))).toEqual([]);
});

test('each file opens with a line on what it is for', () => {
  const silent = FILES.filter(({ text }) => !/^(?:#!.*\n)?\/\/ \S.{9,}/.test(text));
  expect(silent.map(({ file }) => file)).toEqual([]);
});
