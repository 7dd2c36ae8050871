// The configuration file: its defaults, what it may say, and errors that name file, key and reason.
import fs from 'node:fs';
import path from 'node:path';
import { CONFIG_DEFAULTS } from '../../src/config/configDefaults';
import { parseConfig } from '../../src/config/parseConfig';
import { readConfig } from '../../src/config/readConfig';

let directory = '';
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pwc-');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function ok(result: Awaited<ReturnType<typeof readConfig>>) {
  if (!result.ok) throw new Error(result.error);
  return result;
}

async function read(text: string) {
  const file = path.join(directory, 'config.json');
  fs.writeFileSync(file, text);
  return { file, result: await readConfig({ PODWATCH_CONFIG: file }) };
}

test('no file: calls nobody, the keys as they come, the terminal’s own colours, the mouse on', async () => {
  const file = path.join(directory, 'podwatch', 'config.json');
  expect(await readConfig({ XDG_CONFIG_HOME: directory })).toMatchObject({
    ok: true,
    value: { file, notify: { bell: false, command: [] }, keys: {}, theme: 'auto', mouse: true },
  });
});

test('what holds without a file is what the schema says of an empty one', () => {
  expect(CONFIG_DEFAULTS).toEqual(parseConfig('{}').config);
});

test('what it says is taken; one key may stand without a list', async () => {
  const { result } = await read(
    '{"notify": {"command": ["notify-send", "x y"]}, "keys": {"stop": "X", "next": ["a", "f2"]}, "theme": "light", "mouse": false}',
  );
  expect(result).toMatchObject({
    ok: true,
    value: {
      notify: { bell: false, command: ['notify-send', 'x y'] },
      keys: { stop: ['X'], next: ['a', 'f2'] },
      theme: 'light',
      mouse: false,
    },
  });
});

test('a file may begin with the mark that editors of other systems set', async () => {
  expect(ok((await read('\uFEFF{"theme": "light"}')).result).value).toMatchObject({ theme: 'light', faults: [] });
});

test.each([
  ['{"theme": "pink"}', 'theme: ', ['theme']],
  ['{"mouse": "no"}', 'mouse: ', ['mouse']],
  ['{"notify": {"command": "notify-send x"}}', 'notify.command: ', ['notify']],
  ['{"notify": {"beep": true}}', 'notify.beep: There is no such key', ['notify']],
  ['{"them": "dark"}', 'them: There is no such key; did you mean theme', ['them']],
  ['{"quux": "dark"}', /^quux: There is no such key$/, ['quux']],
  ['7', 'It is no JSON object', []],
  ['[]', 'It is no JSON object', []],
  ['{', 'JSON', []],
  ['{"keys": {"stop": 7}}', 'keys.stop: ', ['keys']],
  ['{"hosts": [{"ssh": "a"}, {"name": "b"}]}', 'hosts: Expected an object but received a list', ['hosts']],
  ['{"agents": ["claude"]}', 'agents: Expected an object but received a list', ['agents']],
  ['{"homes": [{"name": "a", "kind": "podwatch"}]}', 'homes.0.data: It is missing', ['homes']],
  ['{"detachKey": "C-m"}', 'detachKey: Ctrl+M is the same as Tab, Enter', ['detachKey']],
])('%s is named, and all is as it comes', async (text, reason, given) => {
  const { file, result } = await read(text);
  const fault = typeof reason === 'string' ? expect.stringContaining(reason) : expect.stringMatching(reason);
  const { value: comes } = ok((await read('{}')).result);
  expect(result).toEqual({ ok: true, value: { ...comes, file, given, faults: [fault] } });
});

test('what is wrong takes nothing else with it', async () => {
  const { result } = await read(
    JSON.stringify({
      $schema: 'config.schema.json',
      theme: 'light',
      mouse: 7,
      notify: { bell: true, command: 'x' },
      agents: { mine: ['x'], yours: 'y', theirs: [] },
      keys: { stop: ['X'], next: 1 },
      sessions: { multiplexers: false, resume: { claude: ['c', '{id}'], codex: 'c' } },
      mcpServers: [{ name: 'a' }, { name: 'b', command: 'b' }],
      homes: [
        { name: 'a', kind: 'x', data: '/a' },
        { name: 'b', kind: 'podwatch', data: '/b' },
        { name: 'b', kind: 'podwatch', data: '/c' },
        { name: 'd', kind: 'podwatch', data: '/d' },
      ],
    }),
  );
  const { value } = ok(result);
  expect(value).toMatchObject({
    theme: 'light',
    mouse: true,
    notify: { bell: true, command: [] },
    keys: { stop: ['X'] },
    multiplexers: false,
    resumeCommands: { claude: ['c', '{id}'] },
    mcpServers: [{ name: 'b', command: 'b' }],
    homes: [
      { name: 'b', kind: 'podwatch', data: '/b' },
      { name: 'd', kind: 'podwatch', data: '/d' },
    ],
  });
  expect(value.agents.mine).toEqual(['x']);
  expect(Object.keys(value.agents)).not.toEqual(expect.arrayContaining(['yours']));
  expect(value.faults.map((fault) => fault.replace(/: .*/, '')).sort()).toEqual(
    [
      'notify.command',
      'keys.next',
      'mouse',
      'agents.yours',
      'agents.theirs.0',
      'sessions.resume.codex',
      'mcpServers.0',
      'homes.0.kind',
      'homes',
    ].sort(),
  );
});

test('a file that was named must be there; another that cannot be read is named, and all is as it comes', async () => {
  const missing = path.join(directory, 'none.json');
  expect(await readConfig({ PODWATCH_CONFIG: missing })).toMatchObject({
    ok: false,
    error: expect.stringContaining(`${missing} cannot be read`),
  });
  fs.mkdirSync(path.join(directory, 'podwatch', 'config.json'), { recursive: true });
  const { value } = ok(await readConfig({ XDG_CONFIG_HOME: directory }));
  expect(value).toMatchObject({ theme: 'auto', given: null, faults: [expect.any(String)] });
});
