// The last entries of a log are found without reading what stands before them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { findLastEntries } from '../../src/store/findLastEntries';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
const file = path.join(directory, 'segment.jsonl');
afterAll(() => fs.rmSync(directory, { recursive: true }));

const line = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 90_000 }).map((length) => `{"x":"${'y'.repeat(length)}"}`) },
  fc.constantFrom('', 'torn"}', '  '),
);

test('as many entries as asked for stand from there on, and a line begins there', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.nat(14), fc.boolean(), (lines, count, isEnded) => {
      fs.writeFileSync(file, lines.join('\n') + (isEnded ? '\n' : ''));
      const whole = isEnded ? lines : lines.slice(0, -1);
      const entries = whole.filter((each) => each.startsWith('{'));
      const rest = fs.readFileSync(file).subarray(findLastEntries(file, count)).toString('utf8');
      const found = rest
        .split('\n')
        .slice(0, -1)
        .filter((each) => each.startsWith('{'));
      // Its beginning is needed for whoever waits for its end.
      if (count === 0) expect(rest).toBe(isEnded ? '' : (lines.at(-1) ?? ''));
      else expect(found).toEqual(entries.slice(-count));
    }),
    { numRuns: 60 },
  );
});

test('where there is no log there is nothing', () => {
  expect(findLastEntries(path.join(directory, 'none'), 3)).toBe(0);
});
