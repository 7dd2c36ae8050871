// What only a shell understands, and what merely looks like it.
import { shellSyntax } from '../../../src/dashboard/prompt/shellSyntax';

test.each([
  ['ls | wc', '|'],
  ['make && ls', '&'],
  ['sleep 5 &', '&'],
  ['a; b', ';'],
  ['echo $HOME', '$'],
  ['echo "in $HOME"', '$'],
  ['echo "`date`"', '`'],
  ['cat < x', '<'],
  ['run > log 2>&1', '>'],
  ['(cd x)', '('],
  ['ls *.ts', '*'],
  ['ls a?', '?'],
  ['ls [ab].ts', '[ab]'],
  ['cp x.{a,b} y', '{a,b}'],
  ['seq {1..3}', '{1..3}'],
  ['vim ~/x', '~'],
  ['~/bin/x', '~'],
  ['ls # all', '#'],
  ['FOO=1 make', '='],
  ["echo 'a' | b", '|'],
])('%s: %s', (line, found) => {
  expect(shellSyntax(line)).toBe(found);
});

test.each([
  '',
  'npm test -- --watch',
  'vim a~ b#c',
  "echo '$HOME | *'",
  String.raw`echo \$HOME a\*`,
  'echo "a | b; c > d * ?"',
  'git show HEAD@{1} x{}y',
  'make VAR=1',
  'test [ a ]',
  "unfinished 'quote | x",
])('%s: a program and its arguments', (line) => {
  expect(shellSyntax(line)).toBeNull();
});
