// What says the same is one object, and what says anything else never becomes it.
import fc from 'fast-check';
import { sharedLaunch } from '../../src/store/sharedLaunch';

const word = fc.constantFrom('', 'a', 'b', '\0', 'a\0b');
const launches = fc.record(
  {
    kind: fc.constantFrom('terminal' as const, 'agent' as const),
    argv: fc.array(word, { minLength: 1, maxLength: 3 }),
    cwd: word,
    parent: word,
    earlierNames: fc.array(word, { maxLength: 2 }),
  },
  { requiredKeys: ['kind', 'argv', 'cwd'] },
);

test('it says what it was given', () => {
  fc.assert(fc.property(launches, (launch) => expect(sharedLaunch(launch)).toEqual(launch)));
});

test('words with a NUL in them are not taken for two', () => {
  const one = { kind: 'terminal' as const, argv: ['x\0y'], cwd: '/nul' };
  const two = { kind: 'terminal' as const, argv: ['x', 'y'], cwd: '/nul' };
  expect([sharedLaunch(one), sharedLaunch(two)]).toEqual([one, two]);
});

test('two that say the same are one', () => {
  const make = () => ({ kind: 'terminal' as const, argv: ['only', 'here'], cwd: '/w' });
  expect(sharedLaunch(make())).toBe(sharedLaunch(make()));
});
