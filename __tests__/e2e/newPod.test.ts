// The prompt for a new Pod in a real terminal, from its key to the Pod: what it suggests, says, completes and brings back, and a fetch.
import fs from 'node:fs';
import path from 'node:path';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const TAB = '\t';
const ENTER = '\r';

let home: TempHome;
let work: string;
let terminal: DrivenTerminal | null = null;
beforeEach(() => {
  home = makeTempHome();
  work = path.join(home.env.HOME ?? '', 'code');
  fs.mkdirSync(work);
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await home.close();
});

function configure(config: object): void {
  const directory = path.join(home.env.HOME ?? '', '.config', 'podwatch');
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
}

async function openPrompt(ready: RegExp): Promise<DrivenTerminal> {
  const shown = startTerminal([process.execPath, CLI], { env: home.env, cwd: work, cols: 100, rows: 30 });
  terminal = shown;
  await shown.waitForScreen(ready);
  shown.send('n');
  await shown.waitForScreen(/═ New Pod ═/);
  return shown;
}

/** From the name, where no Pod was started before: there ↓ would choose its directory. */
async function goTo(shown: DrivenTerminal, field: 'Directory' | 'Kind'): Promise<void> {
  for (const next of ['Directory', 'Kind']) {
    shown.send(DOWN);
    await shown.waitForScreen(new RegExp(`>${next}`));
    if (next === field) return;
  }
}

async function quit(shown: DrivenTerminal): Promise<void> {
  shown.send('q');
  expect(await shown.exit).toEqual({ code: 0, signal: null });
  expect(shown.modes()).toEqual([]);
}

const runs = async (name: string): Promise<Record<string, unknown> | undefined> =>
  JSON.parse((await home.podwatch(['ls', '--json'])).stdout).find((row: { name: string }) => row.name === name);

it('a name is suggested that goes with the command; a taken one is said while it is typed', async () => {
  expect(await home.podwatch(['run', 'taken', '-d', '--', 'cat'])).toMatchObject({ code: 0 });
  const shown = await openPrompt(/taken/);
  await shown.waitForScreen(/>Name\s+code\s/);
  shown.send('taken');
  await shown.waitForScreen(/A Pod "taken" is live/);
  // From there it is not gone on.
  shown.send(ENTER);
  shown.send('2');
  await shown.waitForScreen(/>Name\s+taken2[\s\S]*This name is free/);
  shown.send('\u0015');
  await shown.waitForScreen(/>Name\s+code\s/);
  shown.send(ENTER);
  await shown.waitForScreen(/>Command/);
  shown.send('cat -n');
  await shown.waitForScreen(/Name\s+code-cat[\s\S]*It runs as it is, without a shell/);
  shown.send(ENTER);
  await shown.waitForScreen((text) => text.includes('code-cat') && !text.includes('New Pod'));
  expect(await runs('code-cat')).toMatchObject({ state: 'live', command: ['cat', '-n'], directory: work });
  await quit(shown);
});

it('typed in one go, with Enter behind it, it starts under the name that is suggested then', async () => {
  const shown = startTerminal([process.execPath, CLI], { env: home.env, cwd: work, cols: 100, rows: 30 });
  terminal = shown;
  await shown.waitForScreen(/No Pods yet/);
  shown.send('n\rcat -n\r');
  await shown.waitForScreen((text) => text.includes('code-cat') && !text.includes('New Pod'));
  await quit(shown);
});

it('a directory is completed and chosen, one that is not there is said; shell syntax is said, and works', async () => {
  for (const name of ['apple/red', 'apricot', 'banana']) fs.mkdirSync(path.join(work, name), { recursive: true });
  const shown = await openPrompt(/No Pods yet/);
  await goTo(shown, 'Directory');
  await shown.waitForScreen(/>Directory\s+~\/code\s/);
  shown.send('/x');
  await shown.waitForScreen(/code\/x does not exist/);
  shown.send('\u007fa');
  await shown.waitForScreen(/~\/code\/apple[\s\S]*~\/code\/apricot/);
  shown.send(TAB);
  await shown.waitForScreen(/>Directory\s+~\/code\/ap\s/);
  shown.send('p');
  await shown.waitForScreen((text) => text.includes('~/code/apple') && !text.includes('~/code/apricot'));
  shown.send(TAB);
  await shown.waitForScreen(/>Directory\s+~\/code\/apple\/\s[\s\S]*~\/code\/apple\/red/);
  shown.send(DOWN);
  shown.send(ENTER);
  await shown.waitForScreen(/>Directory\s+~\/code\/apple\/red\s/);
  shown.send(ENTER);
  await shown.waitForScreen(/>Command/);
  shown.send('echo from $PWD | cat; exec cat');
  await shown.waitForScreen(/It runs by sh -c, because of the \S+ in it/);
  shown.send(ENTER);
  await shown.waitForScreen((text) => text.includes(`from ${work}/apple/red`) && !text.includes('New Pod'));
  await quit(shown);
});

it('↑ brings back what was started before, the latest first, and ↓ what was typed', async () => {
  for (const command of ['first', 'second']) {
    await home.podwatch(['run', command, '-d', '--', 'sh', '-c', `cat; : ${command}`]);
    await until(async () => (await runs(command))?.state === 'live');
    await home.podwatch(['stop', command]);
  }
  const shown = await openPrompt(/No live Pods|second/);
  shown.send(ENTER);
  await shown.waitForScreen(/>Command[\s\S]*↑ .*: second/);
  shown.send('typed');
  await shown.waitForScreen(/>Command\s+typed/);
  shown.send(UP);
  await shown.waitForScreen(/>Command\s+.*: second/);
  shown.send(UP);
  await shown.waitForScreen(/>Command\s+.*: first/);
  shown.send(DOWN);
  await shown.waitForScreen(/>Command\s+.*: second/);
  shown.send(DOWN);
  await shown.waitForScreen(/>Command\s+typed/);
  shown.send(UP);
  await shown.waitForScreen(/Name\s+code-cat\s[\s\S]*>Command\s+.*: second/);
  shown.send(ENTER);
  await shown.waitForScreen((text) => text.includes('code-cat') && !text.includes('New Pod'));
  expect(await runs('code-cat')).toMatchObject({ state: 'live', directory: work });
  await quit(shown);
});

describe('an agent', () => {
  /** Fetches until the test lets it end by a file, `fetched` or `refused`; starts what it has. */
  const NPX = `#!/bin/sh
at="$HOME/.npm/_npx/1/node_modules/@some/agent"
if [ "$2" = -p ]; then
  echo $$ > "$HOME/fetching"
  while ! [ -e "$HOME/fetched" ] && ! [ -e "$HOME/refused" ]; do sleep 0.1; done
  if [ -e "$HOME/refused" ]; then echo "npm error code E404" >&2; exit 1; fi
  mkdir -p "$at"; echo {} > "$at/package.json"; exit 0
fi
exec ${scriptedAgent().join(' ')}
`;
  const file = (name: string) => path.join(home.env.HOME ?? '', name);

  beforeEach(() => {
    const bin = file('bin');
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, 'npx'), NPX, { mode: 0o755 });
    home.env.PATH = `${bin}:${home.env.PATH}`;
    configure({ agents: { here: scriptedAgent(), away: ['npx', '-y', '@some/agent@1.2'] } });
  });

  async function startAway(shown: DrivenTerminal): Promise<void> {
    await goTo(shown, 'Kind');
    shown.send(' ');
    await shown.waitForScreen(/>Kind\s+agent/);
    shown.send(DOWN);
    await shown.waitForScreen(/>Command[\s\S]*Installed: .*\bhere\b[\s\S]*npx would fetch: [^.]*\baway\b/);
    shown.send('away');
    await shown.waitForScreen(/>Command\s+away/);
    shown.send(ENTER);
    await shown.waitForScreen(/npx fetches @some\/agent@1\.2: [1-9]\d* s, it can take minutes/);
  }

  it('that is installed is brought by ↑ and starts', async () => {
    const shown = await openPrompt(/No Pods yet/);
    await goTo(shown, 'Kind');
    shown.send(' ');
    await shown.waitForScreen(/>Kind\s+agent/);
    shown.send(DOWN);
    await shown.waitForScreen(/>Command[\s\S]*Installed: .*\bhere\b/);
    const commandRow = () => />Command\s+(\S+)/.exec(shown.screenText())?.[1];
    let before: string | undefined;
    while (commandRow() !== 'here') {
      before = commandRow();
      shown.send(UP);
      await shown.waitForScreen(() => commandRow() !== before);
    }
    shown.send(ENTER);
    await shown.waitForScreen((text) => text.includes('code-') && !text.includes('New Pod'));
    await until(async () => home.allocations().length === 1);
    await quit(shown);
  });

  it('that npx has to fetch: the dashboard says so, also when the prompt is closed, and is quiet when it is there', async () => {
    const shown = await openPrompt(/No Pods yet/);
    await startAway(shown);
    shown.send('\u001b');
    await shown.waitForScreen((text) => text.includes('npx fetches @some/agent@1.2') && !text.includes('New Pod'));
    fs.writeFileSync(file('fetched'), '');
    await shown.waitForScreen((text) => !text.includes('npx fetches') && text.includes('code-'));
    await until(() => home.allocations().length === 1);
    await quit(shown);
  });

  it('that npx cannot fetch: said in the prompt with the way out, and all that was typed stays', async () => {
    const shown = await openPrompt(/No Pods yet/);
    await startAway(shown);
    fs.writeFileSync(file('refused'), '');
    await shown.waitForScreen(/Command\s+away[\s\S]*npx could not fetch @some\/agent@1\.2: npm error code E404/);
    await shown.waitForScreen(
      (text) => /Fetch it by hand: npx -y -p/.test(text.replace(/[\s║]+/g, ' ')) && !text.includes('npx fetches'),
    );
    expect(home.allocations()).toEqual([]);
  });

  it('a restore of one says it, too', async () => {
    fs.writeFileSync(file('fetched'), '');
    expect(await home.podwatch(['run', 'ag', '-d', '--agent', 'away'])).toMatchObject({ code: 0 });
    expect(await home.podwatch(['send', 'ag', '--wait', 'echo hello'])).toMatchObject({ code: 0 });
    await home.podwatch(['stop', 'ag']);
    fs.rmSync(file('.npm'), { recursive: true });
    fs.rmSync(file('fetched'));
    const shown = startTerminal([process.execPath, CLI, '-r'], { env: home.env, cwd: work, cols: 100, rows: 30 });
    terminal = shown;
    await shown.waitForScreen(/Enter restore/);
    shown.send(ENTER);
    await shown.waitForScreen(/npx fetches @some\/agent@1\.2: \d+ s/);
    fs.writeFileSync(file('fetched'), '');
    await until(async () => home.allocations().length === 1);
    await shown.waitForScreen((text) => !text.includes('npx fetches'));
  });

  it('left meanwhile, the dashboard ends the fetch and itself', async () => {
    const shown = await openPrompt(/No Pods yet/);
    await startAway(shown);
    // It is said while its program may only be starting.
    const pid = await until(() => Number(fs.readFileSync(file('fetching'), 'utf8')));
    shown.send('\u001b');
    await shown.waitForScreen((text) => !text.includes('New Pod'));
    await quit(shown);
    await until(() => !fs.existsSync(`/proc/${pid}`));
    expect(home.allocations()).toEqual([]);
  });
});
