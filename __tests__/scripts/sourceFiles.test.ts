// What holds for each file of src/, and for their names.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.join(__dirname, '../../src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(path.join(SRC, file), 'utf8') }));

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?<kind>function\*?|const|let|class|interface|type|enum) (?<name>\w+)/gm;
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

/** What a feature of the dashboard always has is named by its part: `gridHooks`, `helpState`. */
const PART = /^dashboard\/.+(?:Hooks|Keys|Selectors|State)\.ts$/;

test('a file whose only export is a function, a class or a type is named after it; several may share the name of their subject', () => {
  const bare = (name: string): string => name.replace(/_/g, '').toLowerCase();
  const misnamed = FILES.filter(({ file }) => !PART.test(file)).flatMap(({ file, text }) => {
    const all = [...text.matchAll(EXPORT)].map(({ groups: { kind = '', name = '' } = {} }) => ({
      isType: /type|interface/.test(kind),
      name,
    }));
    const values = all.filter(({ isType }) => !isType);
    const main = values.length > 0 ? values : all;
    const [only] = main;
    if (only === undefined || main.length > 1 || MEANT_ALIKE.has(only.name) || /^[A-Z_]+$/.test(only.name)) return [];
    return all.some(({ name }) => bare(name) === bare(path.basename(file, '.ts'))) ? [] : [`${file}: ${only.name}`];
  });
  expect(misnamed).toEqual([]);
});

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/ .*/g;

test('what differs between systems is asked of src/system/ alone', () => {
  // What every start runs loads no more than it must; it goes on without an answer.
  const elsewhere = FILES.filter(({ file }) => !file.startsWith('system/') && file !== 'cli.ts');
  const asking = elsewhere.filter(({ text }) =>
    /process\.platform|os\.platform\(|['"`]\/proc\//.test(text.replace(COMMENT, '')),
  );
  expect(asking.map(({ file }) => file)).toEqual([]);
});
