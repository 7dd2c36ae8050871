// A command in words that a shell would take apart as they are.
import { execFileSync } from 'node:child_process';
import { commandText } from '../../src/podList/commandText';

const argv = [
  'sh',
  '-c',
  "echo 'it is'; exit 7",
  '',
  'a b',
  '$HOME',
  '漢字',
  '--x=/tmp/y',
  '"',
  "'",
  '*',
  '\\',
  '~',
  '#',
];

test('plain words stay, others are quoted', () => {
  expect(commandText(['npm', 'run', 'dev', '--', '--port=80'])).toBe('npm run dev -- --port=80');
  expect(commandText(['sh', '-c', 'sleep 2; exit 7'])).toBe("sh -c 'sleep 2; exit 7'");
  expect(commandText([])).toBe('');
});

test('a shell reads the same words', () => {
  const script = `for word in ${commandText(argv)}; do printf '%s\\0' "$word"; done`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0')).toEqual([...argv, '']);
});
