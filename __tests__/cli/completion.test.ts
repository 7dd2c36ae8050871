// Completion in the real shells: what a Tab offers, and what it puts on the line.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { homeInDirectory } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
  const bin = path.join(home.directory, 'bin');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'podwatch'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`, {
    mode: 0o755,
  });
  home.env.PATH = `${bin}:${process.env.PATH ?? ''}`;
  for (const [at, name] of ['stored', 'two words', 'a$HOME', "it's", 'a:b'].entries()) {
    storePod(home.paths, { name, updatedAt: at, preview: 'x' }, at + 1);
  }
});
afterEach(() => home.close());

const has = (shell: string): boolean => {
  try {
    execFileSync(shell, ['-c', 'exit 0']);
    return true;
  } catch {
    return false;
  }
};

/** What readline would be told for that line: the words of COMPREPLY. */
async function inBash(line: string): Promise<string[]> {
  // As readline breaks the line into words: also at the characters that break words for it.
  const script = `
    source <(podwatch completion bash)
    COMP_LINE=$1 COMP_POINT=\${#1}
    current=$1
    word=\${1##*[[:space:]]}
    case $1 in *'"'*) current=\${1##*'"'} ;; *"\\\\ "*) current=\${1##*[^\\\\] } ;; *) current=$word ;; esac
    current=\${current##*[:=]}
    read -ra COMP_WORDS <<<"$1"; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    [[ $1 == *' ' ]] && COMP_WORDS+=('') && COMP_CWORD=$((COMP_CWORD + 1))
    _podwatch podwatch "$current" ''
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const ran = await runProgram(['bash', '-c', script, 'bash', line], home.env);
  return ran.stdout.split('\n').filter((each) => each !== '');
}

/** fish itself says what it would offer for a line. */
async function inFish(line: string): Promise<string[]> {
  const script = 'podwatch completion fish | source; complete -C "$argv[1]"';
  const ran = await runProgram(['fish', '--no-config', '-c', script, line], home.env);
  expect(ran.stderr).toBe('');
  return ran.stdout
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => each.split('\t')[0] ?? '');
}

const SHELLS = {
  bash: ['bash', '--noprofile', '--norc', '-i'],
  zsh: ['zsh', '-f', '-i'],
  fish: ['fish', '--no-config', '-i'],
} as const;

const SET_UP = {
  bash: "PS1='> '; source <(podwatch completion bash)",
  zsh: "PS1='> '; autoload -U compinit; compinit -u -D; source <(podwatch completion zsh)",
  fish: "function fish_prompt; echo -n '> '; end; podwatch completion fish | source",
} as const;

/** Types each line and a Tab into the shell itself, and waits until the line has become what is expected. */
async function typed(
  shell: keyof typeof SHELLS,
  lines: readonly (readonly [line: string, expected: string])[],
): Promise<void> {
  const terminal = startTerminal(SHELLS[shell], {
    env: { ...home.env, TERM: 'xterm' },
    cols: 120,
    rows: 40,
    cwd: home.directory,
  });
  try {
    terminal.send(`${SET_UP[shell]}; echo rea''dy\r`);
    await terminal.waitForScreen(/^ready[\s\S]*\n> *$/m);
    for (const [line, expected] of lines) {
      terminal.send(`${line}\t`);
      await terminal.waitForScreen((screen) => screen.split('\n').some((row) => row.trimEnd() === `> ${expected}`));
      terminal.send('\x15');
      await terminal.waitForScreen((screen) => /^>$/m.test(screen.trimEnd().split('\n').at(-1) ?? ''));
    }
  } finally {
    await terminal.close();
  }
}

describe('bash', () => {
  it('offers commands, options, and the Pods that the command can act on, quoted as the line needs them', async () => {
    expect(await inBash('podwatch rest')).toEqual(['restore']);
    expect(await inBash('podwatch ls --a')).toEqual(['--all']);
    expect(await inBash('podwatch restore st')).toEqual(['stored']);
    expect(await inBash('podwatch attach ')).toEqual([]);
    expect(await inBash('podwatch restore two')).toEqual(['two\\ words']);
    expect(await inBash('podwatch restore two\\ w')).toEqual(['two\\ words']);
    expect(await inBash('podwatch restore "two w')).toEqual(['two words']);
    expect(await inBash('podwatch restore a\\$')).toEqual(['a\\$HOME']);
    expect(await inBash('podwatch restore it')).toEqual(["it\\'s"]);
    // Readline replaces what follows the colon.
    expect(await inBash('podwatch restore a:')).toEqual(['b']);
    expect(await inBash('podwatch status a')).toEqual(['attention', 'auto']);
    expect(await inBash('podwatch run x --agent gem')).toContain('gemini');
    expect(await inBash('podwatch completion ')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('offers each name once, directories for a directory, and commands behind "--"', async () => {
    expect(await inBash('podwatch rm stored st')).toEqual([]);
    expect(await inBash('podwatch run x --cwd /us')).toEqual(['/usr']);
    expect(await inBash('podwatch run x -- bas')).toContain('bash');
  });
});

(has('fish') ? describe : describe.skip)('fish', () => {
  it('offers the same', async () => {
    expect(await inFish('podwatch rest')).toEqual(['restore']);
    expect((await inFish('podwatch restore ')).sort()).toEqual(['a$HOME', 'a:b', "it's", 'stored', 'two words']);
    expect(await inFish('podwatch restore two\\ ')).toEqual(['two words']);
    expect(await inFish('podwatch attach ')).toEqual([]);
    expect(await inFish('podwatch ls --a')).toEqual(['--all']);
    expect(await inFish('podwatch run x --cwd /us')).toContain('/usr/');
    expect(await inFish('podwatch run x -- bas')).toContain('bash');
    expect(await inFish('podwatch run x -- ls /us')).toContain('/usr/');
  });
});

describe('sessions and homes', () => {
  /** What is offered for the last of these words, with what is said of it. */
  async function words(...given: string[]): Promise<string[]> {
    const { stdout } = await home.podwatch(['__complete', 'words', ...given]);
    return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('\t'));
  }

  it('a session of a tool whose name was begun, by the beginning of its id; its title is made safe', async () => {
    const folder = path.join(home.env.HOME ?? '', '.claude/projects/-p');
    fs.mkdirSync(folder, { recursive: true });
    for (const [id, content] of [
      ['aaaaaaaa-1', 'One\ttab and \x1b[31mred'],
      ['aaaabbbb-2', 'Two'],
    ]) {
      const line = { type: 'user', cwd: '/', timestamp: '2026-11-26T12:00:00Z', message: { content } };
      fs.writeFileSync(path.join(folder, `${id}.jsonl`), `${JSON.stringify(line)}\n`);
    }
    for (const command of ['restore', 'logs', 'explain', 'attach', 'grep']) {
      const before = command === 'grep' ? ['grep', 'text'] : [command];
      expect((await words(...before, 'claude:aaaab')).map((each) => each.split('\t')[0])).toEqual([
        'claude:aaaabbbb-2',
      ]);
    }
    expect(await words('explain', 'claude:aaaaa')).toEqual(['claude:aaaaaaaa-1\tOne tab and red']);
    expect((await words('explain', 'cla')).map((each) => each.split('\t')[0]).sort()).toEqual([
      'claude:aaaaaaaa-1',
      'claude:aaaabbbb-2',
    ]);
    expect((await words('explain', '')).join()).not.toContain('claude');
    expect(await words('stop', 'claude:')).toEqual([]);
  });

  it('HOME:NAME of a name that two homes have, and of any once the home is named', async () => {
    const other = path.join(home.directory, 'other');
    storePod(homeInDirectory(other), { name: 'stored', updatedAt: 1, preview: 'x' }, 11);
    storePod(homeInDirectory(other), { name: 'single', updatedAt: 1, preview: 'x' }, 12);
    const offered = async (current: string) =>
      (await words('explain', '--home', other, current)).map((each) => each.split('\t')[0]).sort();
    expect(await offered('s')).toEqual(['single']);
    expect(await offered('o')).toEqual(['other:stored']);
    expect(await offered('p')).toEqual(['podwatch:stored']);
    expect(await offered('other:')).toEqual(['other:single', 'other:stored']);
  });
});

const TYPED = [
  ['podwatch rest', 'podwatch restore'],
  ['podwatch restore two', 'podwatch restore two\\ words'],
  ['podwatch restore "two', 'podwatch restore "two words"'],
  ['podwatch restore a\\$', 'podwatch restore a\\$HOME'],
  ['podwatch restore a:', 'podwatch restore a:b'],
  ['podwatch ls --a', 'podwatch ls --all'],
  ['podwatch run x --cwd /us', 'podwatch run x --cwd /usr/'],
] as const;

// Where a shell is not installed there is nothing to see; the checks of a change install all three.
it.each(['bash', 'zsh', 'fish'] as const)('a Tab in %s itself puts the word on the line', async (shell) => {
  if (!has(shell)) return;
  await typed(shell, TYPED);
});
