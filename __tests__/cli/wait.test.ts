// `podwatch wait` and `podwatch events` on real Pods: what ends them, what they print, their exit codes.
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const run = (name: string, ...argv: string[]) => home.podwatch(['run', name, '-d', '--', ...argv]);
/** Puts out `text` as soon as it is told to. */
const onCue = (text: string, then = 'cat') => ['/bin/sh', '-c', `stty -echo; read cue; ${text}; ${then}`];

async function waitJson(...args: string[]) {
  const ran = await home.podwatch(['wait', ...args, '--json']);
  expect(ran.stdout.trimEnd().split('\n')).toHaveLength(1);
  return { code: ran.code, ...JSON.parse(ran.stdout) };
}

describe('wait', () => {
  it('is over at once where it is so, and where it can never be', async () => {
    await run('a', '/bin/sh');
    expect(await waitJson('a')).toMatchObject({ code: 0, outcome: 'reached', pods: [{ name: 'a', status: 'idle' }] });
    await home.podwatch(['stop', 'a']);
    expect(await waitJson('a', '--until', 'ended')).toMatchObject({
      code: 0,
      pods: [{ state: 'stopped', signal: 'SIGHUP' }],
    });
    expect(await waitJson('a', '--until', 'attention')).toMatchObject({ code: 4, pods: [{ outcome: 'never' }] });
    expect(await waitJson('a', '--until', 'output=x')).toMatchObject({ code: 4 });
  });

  it('says no such Pod, wrong words, and that the time is over', async () => {
    expect(await home.podwatch(['wait', 'nobody'])).toMatchObject({ code: 3, stdout: '' });
    expect(await home.podwatch(['wait', 'a', '--until', 'later'])).toMatchObject({ code: 2, stdout: '' });
    expect(await home.podwatch(['wait', 'a', '--timeout', 'soon'])).toMatchObject({ code: 2, stdout: '' });
    await run('a', '/bin/sh');
    expect(await waitJson('a', '--until', 'ended', '--timeout', '0.2')).toMatchObject({ code: 1, outcome: 'timeout' });
    const said = await home.podwatch(['wait', 'a', '--until', 'ended', '--timeout', '200ms']);
    expect(said).toMatchObject({ code: 1, stderr: 'podwatch: "a" was not ended within 0.2 s.\n' });
  });

  it('sees a text that scrolls by too fast for the screen, and how a Pod has ended', async () => {
    // Again and again: whoever waits may come late.
    const flood = ['/bin/sh', '-c', 'while sleep 0.2; do seq 400; echo "over the $((1+1))nd hill"; seq 400; done'];
    await run('a', ...flood);
    await run('b', ...onCue('printf "bye %s" now', 'exit 7'));
    const waits = [waitJson('a', '--until', 'output=over the 2nd hill'), waitJson('b', '--until', 'ended')];
    await home.podwatch(['send', 'b', 'go']);
    expect(await Promise.all(waits)).toMatchObject([{ code: 0 }, { code: 0, pods: [{ exitCode: 7 }] }]);
    expect(await waitJson('a', '--until', 'output=never said', '--timeout', '1')).toMatchObject({ code: 1 });
  });

  it('right after a text was sent an agent counts as idle only when all its turns are over', async () => {
    expect((await home.podwatch(['run', 'ag', '-d', '--agent', '--', ...scriptedAgent()])).code).toBe(0);
    for (let turn = 0; turn < 3; turn += 1) {
      await home.podwatch(['send', 'ag', 'stream 5 60']);
      await home.podwatch(['send', 'ag', `echo done ${turn}`]);
      expect(await waitJson('ag', '--until', 'idle')).toMatchObject({ code: 0, outcome: 'reached' });
      expect((await home.podwatch(['logs', 'ag'])).stdout).toMatch(new RegExp(`word5[\\s\\S]*done ${turn}`));
    }
  });

  it('of several: all of them, any of them, and by a glob', async () => {
    await run('w-1', '/bin/sh', '-c', 'exit 0');
    await run('w-2', 'cat');
    expect(await waitJson('w-*', '--until', 'ended', '--any')).toMatchObject({ code: 0 });
    expect(await waitJson('w-*', '--until', 'ended', '--timeout', '0.3')).toMatchObject({
      code: 1,
      pods: expect.arrayContaining([
        expect.objectContaining({ name: 'w-1', outcome: 'reached' }),
        expect.objectContaining({ name: 'w-2', outcome: 'timeout' }),
      ]),
    });
  });
});

describe('events', () => {
  function follow(...args: string[]) {
    const child = spawn(process.execPath, [CLI, 'events', '--json', ...args], {
      env: home.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const events: Record<string, unknown>[] = [];
    const lines = readline.createInterface({ input: child.stdout });
    lines.on('line', (line) => events.push(JSON.parse(line)));
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
    return {
      child,
      events,
      exit,
      saw: (type: string, name?: string) =>
        until(() => events.find((each) => each.type === type && (name === undefined || each.name === name))),
    };
  }

  it('tells the whole life of a Pod, and goes on from a cursor', async () => {
    const all = follow();
    const some = follow('x*');
    await all.saw('ready');
    await some.saw('ready');
    await run('p', ...onCue('exit 5'));
    await all.saw('started', 'p');
    await home.podwatch(['send', 'p', 'go']);
    expect(await all.saw('ended', 'p')).toMatchObject({ exitCode: 5, signal: null, home: home.paths.data });
    const last = all.events.at(-1);
    await run('x1', '/bin/sh');
    await some.saw('started', 'x1');
    await home.podwatch(['rm', 'p']);
    await all.saw('removed', 'p');
    expect(some.events.filter(({ name }) => name === 'p')).toEqual([]);

    const again = follow('--since', String(last?.cursor));
    await again.saw('ready');
    const told = again.events.slice(
      0,
      again.events.findIndex(({ type }) => type === 'ready'),
    );
    expect(told).toContainEqual(expect.objectContaining({ type: 'started', name: 'x1' }));
    for (const { child, exit } of [all, some, again]) {
      child.kill('SIGINT');
      await exit;
    }
  });

  it('ends with whoever reads it', async () => {
    const words = `"${process.execPath}" "${CLI}" events --json | head -n 1`;
    const ran = await runProgram(['/bin/sh', '-c', words], home.env);
    expect(ran).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('"type":"ready"') });
    // The end of the home says whether it has gone.
  });
});
