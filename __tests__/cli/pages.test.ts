// What README shows is run as it stands there, and every command line of the pages is one that the program takes.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

const ROOT = path.resolve(__dirname, '../..');

let home: TempHome;
let terminal: DrivenTerminal | null = null;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await home.close();
});

/** The lines in code blocks of a page, without their comments. */
function shownLines(page: string): string[] {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n').map((line) => line.replace(/\s+#.*$/, '').trim())).filter(Boolean);
}

/** As a shell reads them. */
function shellWords(line: string): string[] {
  const script = `set -- ${line}; printf '%s\\0' "$@"`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** `podwatch` on PATH; a project whose `npm run watch` says something and stays. */
function newcomer(): { readonly env: NodeJS.ProcessEnv; readonly cwd: string } {
  const bin = path.join(home.directory, 'bin');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'podwatch'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`, {
    mode: 0o700,
  });
  const cwd = path.join(home.directory, 'project');
  fs.mkdirSync(cwd);
  fs.writeFileSync(path.join(cwd, 'watch.sh'), 'echo "the build ran out of memory"\nexec cat\n');
  fs.writeFileSync(path.join(cwd, 'package.json'), JSON.stringify({ scripts: { watch: 'sh watch.sh' } }));
  const configuration = path.join(home.directory, 'config.json');
  fs.writeFileSync(configuration, JSON.stringify({ agents: { gemini: scriptedAgent() } }));
  const env = { ...home.env, PATH: `${bin}:${process.env.PATH}`, PODWATCH_CONFIG: configuration };
  return { env, cwd };
}

/** What a newcomer sees of each line of README's first steps, and which keys lead on. */
const FIRST_STEPS: Readonly<Record<string, readonly (readonly [sees: RegExp, keys: string])[]>> = {
  'podwatch run build -- npm run watch': [[/the build ran out of memory/, '\u001c']],
  podwatch: [[/═ . build/, 'q']],
  'podwatch -r': [[/build +\[live/, 'q']],
  'podwatch run work -d': [[/Pod work is live/, '']],
  "podwatch send work 'make test'": [[/Sent to work/, '']],
  'podwatch run fix --agent gemini': [[/fix/, '\u001c']],
  "podwatch grep 'out of memory'": [[/build.*ran out of memory/, '']],
  'podwatch restore --all': [[/build/, '']],
};

it('README’s first steps work as they stand there, one after the other', async () => {
  const { env, cwd } = newcomer();
  const lines = shownLines('README.md').filter((line) => line.startsWith('podwatch'));
  expect(lines).toEqual(Object.keys(FIRST_STEPS));
  for (const line of lines) {
    if (line.includes('restore')) await home.podwatch(['stop', '--all']);
    terminal = startTerminal(['/bin/sh', '-c', line], { env, cwd, cols: 100, rows: 30 });
    for (const [sees, keys] of FIRST_STEPS[line] ?? []) {
      await terminal.waitForScreen(sees, 60_000);
      if (keys !== '') terminal.send(keys);
    }
    expect({ line, exit: await terminal.exit }).toEqual({ line, exit: { code: 0, signal: null } });
    await terminal.close();
  }
  // The agent was told nothing: there is nothing to bring back.
  expect(new Set(home.allocations().map((each) => each.pod_name))).toEqual(new Set(['build', 'work']));
}, 300_000);

it('README names scripts that there are', () => {
  const scripts = shownLines('README.md')
    .flatMap((line) => line.split(' && '))
    .filter((line) => line.startsWith('npm '))
    .map((line) => line.replace(/^npm (run )?/, ''))
    .filter((line) => line !== 'ci' && line !== 'install -g .');
  expect(scripts.sort()).toEqual(['demo', 'start', 'test']);
  expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
});

it('docs/configuration.md names every setting', () => {
  const schema = JSON.parse(fs.readFileSync(path.join(ROOT, 'docs', 'config.schema.json'), 'utf8'));
  const page = fs.readFileSync(path.join(ROOT, 'docs', 'configuration.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const settings = Object.keys(schema.properties).filter((name) => name !== '$schema');
  expect(settings.filter((name) => !named.includes(name))).toEqual([]);
});

const NOT_THERE = '--not-there';

it('every command line of the pages is one that the program takes', async () => {
  const pages = [
    'README.md',
    'examples/fleet/README.md',
    ...fs.readdirSync(path.join(ROOT, 'docs')).map((name) => `docs/${name}`),
  ];
  const lines = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => shownLines(page).map((line) => ({ page, line })))
    // One command of a pipe, and where it writes to, are the shell's.
    .map(({ page, line }) => ({ page, line: line.split(/ [|>] /)[0] ?? '' }))
    .filter(({ line }) => /^podwatch\b/.test(line) && !/[A-Z]{3,}|…/.test(line));
  expect(lines.length).toBeGreaterThan(20);
  for (const { page, line } of lines) {
    const [, ...words] = shellWords(line);
    const end = words.includes('--') ? words.indexOf('--') : words.length;
    // The one word that it does not know is ours.
    const { code, stderr } = await home.podwatch([...words.slice(0, end), NOT_THERE, ...words.slice(end)]);
    expect({ page, line, code, stderr: stderr.trim() }).toEqual({
      page,
      line,
      code: 2,
      stderr: expect.stringMatching(/^podwatch: [^;]*--not-there[^;]*$/),
    });
  }
}, 300_000);
