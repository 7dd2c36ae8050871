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
  ['20261126_12', 'claude:20261126_12'],
  ['1795695579158_whtlg', 'claude:1795695579158_whtlg'],
  ['short', 'claude:short'],
])('%s of a tool is shown as %s, and both are its beginning', (id, short) => {
  expect(shortEntryName(named(id, 'claude'))).toBe(short);
  expect(entryName(named(id, 'claude'))).toBe(`claude:${id}`);
});

test('a session of a multiplexer is its name, however long', () => {
  const { foreign, ...entry } = named('main/a long name', 'tmux');
  if (foreign === undefined) throw new Error('no session');
  const shown = { ...entry, foreign: { ...foreign, kind: 'multiplexer' as const } };
  expect(shortEntryName(shown)).toBe('tmux:main/a long name');
});

test('a Pod is its name', () => {
  expect([entryName(named('a:b')), shortEntryName(named('a:b'))]).toEqual(['a:b', 'a:b']);
});
