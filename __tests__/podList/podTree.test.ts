// Rows as a tree: parents before their children, every row once, whatever the records say.
import fc from 'fast-check';
import type { PodEntry } from '../../src/podList/podList';
import { orderTree, parentFinder } from '../../src/podList/podTree';
import { entryOf, livePod, SEGMENT, SESSION, storedPod } from './facts';

const child = (name: string, parent?: string, earlierNames?: readonly string[]): PodEntry =>
  entryOf({
    stored: [
      storedPod(name, {
        metadata: {
          kind: 'ok',
          active: { sessionId: SESSION, segmentId: SEGMENT },
          launch: {
            kind: 'terminal',
            argv: ['sh'],
            cwd: '/',
            ...(parent !== undefined && { parent }),
            ...(earlierNames && { earlierNames }),
          },
        },
      }),
    ],
  });
const shape = (entries: readonly PodEntry[]) =>
  orderTree(entries).map(({ entry, depth }) => `${depth}${entry.id.name}`);

test('children stand below their parents, in their order', () => {
  const entries = [child('c', 'b'), child('a'), child('b', 'a'), child('d', 'a'), child('e', 'gone')];
  expect(shape(entries)).toEqual(['0a', '1b', '2c', '1d', '0e']);
});

test('a live parent that has been renamed since is known by its socket; one that has the name counts first', () => {
  const renamed = entryOf({ live: [livePod('new', { socketPath: '/run/old/sock' })] });
  expect(shape([child('c', 'old'), renamed])).toEqual(['0new', '1c']);
  expect(parentFinder([renamed])(child('c', 'old'))?.id.name).toBe('new');
  expect(shape([child('c', 'old'), child('old'), renamed])).toEqual(['0old', '1c', '0new']);
  const own = entryOf({ live: [livePod('x', { socketPath: '/run/x/sock' })] });
  expect(parentFinder([own])(own)).toBeNull();
});

test('a stopped parent that has been renamed is known by what it was called before', () => {
  expect(shape([child('c', 'old'), child('new', undefined, ['older', 'old'])])).toEqual(['0new', '1c']);
  expect(shape([child('c', 'old'), child('old'), child('new', undefined, ['old'])])).toEqual(['0old', '1c', '0new']);
});

test('no row is lost, none comes twice, also in circles', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const parents = fc.uniqueArray(fc.tuple(name, fc.option(name, { nil: undefined })), { selector: ([own]) => own });
  fc.assert(
    fc.property(parents, (pairs) => {
      const names = orderTree(pairs.map(([own, parent]) => child(own, parent))).map(({ entry }) => entry.id.name);
      expect([...names].sort()).toEqual(pairs.map(([own]) => own).sort());
    }),
  );
});
