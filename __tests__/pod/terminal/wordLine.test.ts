// Which row of a screen a preview shows: rows as real programs draw them, the lowest one last.
import { wordLine } from '../../../src/pod/terminal/wordLine';

const of = (...rows: string[]) =>
  wordLine(rows.toReversed().map((row) => ({ text: row.replace(/^=/, ''), isBar: row.startsWith('=') })));

describe('passes over what says nothing', () => {
  test.each([
    ['the line of a restore', ['building the house', '── restored 2026-11-26 21:30 ──', '', '$ ']],
    ['padding', ['building the house', '', '   ', '~', '~']],
    ['borders', ['building the house', '──────────────', '╭─────╮', '│     │', '╰─────╯']],
    ['a pager at its end', ['building the house', '(END)']],
    ['a pager at its prompt', ['building the house', ':']],
    ['a pager at the end of a file', ['building the house', '~', '/etc/hostname (END)']],
    ['vim without a status line', ['building the house', '~', '"/etc/passwd" 25L, 1267B         1,1           Top']],
    ['vim, somewhere', ['building the house', '                                    120,3-10      42%']],
    ['more', ['building the house', '--More--(45%)']],
    ['a manual page', ['building the house', ' Manual page ls(1) line 1 (press h for help or q to quit)']],
    ['vim in a mode', ['building the house', '~', '-- INSERT --']],
    ['a bash prompt', ['building the house', 'me@host:~/src/app$ ']],
    ['a bash prompt of root', ['building the house', 'root@0f3a:/#']],
    ['a prompt in brackets', ['building the house', '[me@host src]$']],
    ['a zsh prompt', ['building the house', 'host% ']],
    ['a fish prompt', ['building the house', 'me@host ~/src> ']],
    ['a starship prompt', ['building the house', '~/src/app', '❯ ']],
    ['a plain sh prompt', ['building the house', 'sh-5.2$ ']],
    ['a python prompt', ['building the house', '>>> ']],
    ['an input box', ['building the house', '╭──────╮', '│ > Try "fix lint errors" │', '╰──────╯']],
    ['hints of an agent', ['building the house', '  ? for shortcuts', '  esc to interrupt']],
    ['hints beside each other', ['building the house', 'ctrl+c to exit · / for commands']],
    [
      'a key bar of nano',
      [
        'building the house',
        '^G Help      ^O Write Out ^W Where Is  ^K Cut',
        '^X Exit      ^R Read File ^\\ Replace   ^U Paste',
      ],
    ],
    ['a key bar of htop', ['building the house', 'F1Help  F2Setup F3SearchF4FilterF5Tree  F10Quit']],
    ['a key bar of ours', ['building the house', 'Enter attach  n new  x stop  / search  ? help  q quit']],
    ['a status bar', ['building the house', '=app.ts  12,3  Top']],
  ])('%s', (_case, rows) => {
    expect(of(...rows)).toBe('building the house');
  });
});

test.each([
  ['the lowest row with words', ['one thing', 'another thing'], 'another thing'],
  ['without the border around it', ['│ two words │'], 'two words'],
  ['without a bullet', ['⏺ Reading 3 files…'], 'Reading 3 files…'],
  ['a question of a program', ['Overwrite it? [y/N]'], 'Overwrite it? [y/N]'],
  ['prose with a colon', ['error: no such file'], 'error: no such file'],
  [
    'prose that speaks of keys',
    ['Then press the key and wait for the light'],
    'Then press the key and wait for the light',
  ],
  ['output that only reads like a pager', ['line 12 of job 3'], 'line 12 of job 3'],
  ['not where less stands', ['all is well', 'lines 1-24/300 (END)'], 'all is well'],
  ['a number where there is nothing else', ['', '42', '(END)'], '42'],
  ['what was typed where nothing else is', ['me@host:~$ make test'], 'make test'],
  ['output rather than what was typed', ['all is well', 'me@host:~$ make test'], 'all is well'],
  ['wide blanks as two', ['name      value of it'], 'name  value of it'],
  ['nothing of nothing', ['', '────'], ''],
])('shows %s', (_case, rows, expected) => {
  expect(of(...rows)).toBe(expected);
});

test('is quick with rows that are made to be slow', () => {
  for (const row of [
    `${'a '.repeat(400)}$`,
    `~${'/a '.repeat(300)}x`,
    `^G${' '.repeat(900)}`,
    '(a'.repeat(500),
    '· a'.repeat(300),
  ]) {
    const started = process.cpuUsage();
    wordLine([{ text: row, isBar: false }]);
    // Bounds the kind of growth, not the machine: a backtracking regular expression would take minutes.
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
  }
});
