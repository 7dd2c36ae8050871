// The configuration file: its defaults, what it may say, and errors that name file, key and reason.
import fs from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../src/config/readConfig';

let directory = '';
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pwc-');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function read(text: string) {
  const file = path.join(directory, 'config.json');
  fs.writeFileSync(file, text);
  return { file, result: readConfig({ PODWATCH_CONFIG: file }) };
}

test('no file: calls nobody, the keys as they come, the terminal’s own colours, the mouse on', () => {
  const file = path.join(directory, 'podwatch', 'config.json');
  expect(readConfig({ XDG_CONFIG_HOME: directory })).toMatchObject({
    ok: true,
    value: { file, notify: { bell: false, command: [] }, keys: {}, theme: 'terminal', mouse: true },
  });
});

test('what it says is taken; one key may stand without a list', () => {
  const { result } = read(
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

test.each([
  ['{"theme": "pink"}', 'theme: '],
  ['{"mouse": "no"}', 'mouse: '],
  ['{"notify": {"command": "notify-send x"}}', 'notify.command: '],
  ['{"notify": {"beep": true}}', 'notify.beep: There is no such key'],
  ['{"them": "dark"}', 'them: There is no such key'],
  ['7', 'Expected Object but received 7'],
  ['{"keys": {"stop": 7}}', 'keys.stop: '],
])('%s is refused', (text, reason) => {
  const { file, result } = read(text);
  expect(result).toMatchObject({
    ok: false,
    error: expect.stringContaining(`The configuration ${file} is wrong: ${reason}`),
  });
});
