// What a row is called: in full for a command, shortened for a list.
import { entryName, shortEntryName } from '../../src/podList/entryName';
import { entryOf, storedPod } from './facts';

const named = (name: string, tool?: string) => ({
  ...entryOf({ stored: [storedPod(name)] }),
  ...(tool !== undefined && {
    foreign: {
      kind: 'session' as const,
      ...{
        tool,
        directory: null,
        branch: null,
        file: '/f',
        size: null,
        notes: [],
        liveElsewhere: null,
        attachCommand: null,
      },
      ...{ restoreCommand: null, reason: null },
    },
  }),
});

test.each([
  ['9c10e5d7-c708-4da3-b402-8ff0f5f820df', 'claude:9c10e5d7'],
  ['01a217b3-b363-7252-a661-5773b7f83624', 'claude:01a217b3-b363'],
  ['ses_de83d0aa8ffelZMeKGKZFyfVCT', 'claude:ses_de83d0aa'],
  ['short', 'claude:short'],
])('%s of a tool is shown as %s, and both are its beginning', (id, short) => {
  expect(shortEntryName(named(id, 'claude'))).toBe(short);
  expect(entryName(named(id, 'claude'))).toBe(`claude:${id}`);
});

test('a Pod is its name', () => {
  expect([entryName(named('a:b')), shortEntryName(named('a:b'))]).toEqual(['a:b', 'a:b']);
});
