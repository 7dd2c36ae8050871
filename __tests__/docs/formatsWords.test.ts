// Every word of the wire, the log and the recordings that the code knows stands in docs/formats.md.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const formats = fs.readFileSync(path.join(root, 'docs', 'formats.md'), 'utf8');

function source(file: string): string {
  return fs.readFileSync(path.join(root, 'src', file), 'utf8');
}

/** What `pattern` catches in the file, each once. */
function words(file: string, pattern: RegExp): string[] {
  return [...new Set([...source(file).matchAll(pattern)].map(([, word = '']) => word))];
}

const quoted = /'([a-z_]+)'/g;
const otherMethods = [
  ...(/OTHER_METHODS = \[([^\]]*)\]/.exec(source('protocol/wireMethod.ts'))?.[1] ?? '').matchAll(quoted),
];

test.each([
  ['methods', words('protocol/wireMethod.ts', /method: v\.literal\('(\w+)'\)/g), 12],
  ['methods that not every Pod knows', otherMethods.map(([, word = '']) => word), 5],
  ['events', words('protocol/eventBySchema.ts', /event: v\.literal\('(\w+)'\)/g), 25],
  ['domains of the log', words('protocol/logEntry.ts', /'(podwatch\.\w+)':/g), 6],
  ['marks of a recording', words('protocol/castEvent.ts', /'(podwatch:\w+)'/g), 3],
])('%s', (_kind, known, atLeast) => {
  expect(known.length).toBeGreaterThanOrEqual(atLeast);
  expect(known.filter((word) => !formats.includes(word))).toEqual([]);
});
