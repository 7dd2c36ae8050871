// Names and globs of a command line.
import { expandNames, fittingNames } from '../../src/commands/podPatterns';
import { entryOf, livePod } from '../podList/facts';

const names = ['build-1', 'build-2', '.hidden', 'a*b', 'axb'];

test.each([
  ['build-1', ['build-1']],
  ['build-*', ['build-1', 'build-2']],
  ['build-[2-9]', ['build-2']],
  ['build-?', ['build-1', 'build-2']],
  ['{axb,build-1}', ['build-1', 'axb']],
  ['*', names],
  // A name that is there is never a glob.
  ['a*b', ['a*b']],
  ['a?b', ['a*b', 'axb']],
  ['!build-1', []],
  ['nothing', []],
])('%s', (pattern, fitting) => {
  expect(fittingNames(pattern, names)).toEqual(fitting);
});

test('each once, in the order of the words; what nothing fits stays', () => {
  const entries = names.map((name) => entryOf({ live: [livePod(name)] }));
  expect(expandNames(['build-2', 'build-*', 'none*', 'no'], entries)).toEqual(['build-2', 'build-1', 'none*', 'no']);
});
