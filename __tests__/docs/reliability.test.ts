// Every test that docs/reliability.md names is there: a promise must not outlive what holds it.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

test('each promise names files that exist', () => {
  const text = fs.readFileSync(path.join(root, 'docs', 'reliability.md'), 'utf8');
  const files = fs.readdirSync(path.join(root, '__tests__'), { recursive: true, encoding: 'utf8' });
  const known = new Set(files.map((file) => path.basename(file)));
  const named = [...text.matchAll(/`([\w.]+\.ts)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('each row of its tables names at least one', () => {
  const lines = fs.readFileSync(path.join(root, 'docs', 'reliability.md'), 'utf8').split('\n');
  const isHead = (at: number) => lines[at + 1]?.startsWith('|---') === true;
  const rows = lines.filter((line, at) => line.startsWith('| ') && !isHead(at));
  expect(rows.filter((row) => !/`[\w.]+\.ts`/.test(row))).toEqual([]);
});
