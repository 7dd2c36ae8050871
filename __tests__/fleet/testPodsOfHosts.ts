// Everything that can be done with a Pod here can be done with one on another host, by the same words, whatever leads there.
import fs from 'node:fs';
import path from 'node:path';
import type { TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

/** A viewer's home, and those of the hosts h1 and h2 that it sees. */
export interface TriedHosts {
  readonly own: TempHome;
  readonly host: (name: string) => { readonly home: TempHome };
}

/** Inside a `describe`; `tried`: from the first test on. */
export function testPodsOfHosts(tried: () => TriedHosts): void {
  const own = () => tried().own;
  const home = (host: string) => tried().host(host).home;
  const run = (...args: string[]) => own().podwatch(args);

  test('live through run, send, logs, rename, stop, restore and rm', async () => {
    const name = 'h1/it works';
    const started = await run('run', '-d', name, '--env', 'WORD=away', '--', 'sh');
    expect(started).toMatchObject({ code: 0, stderr: '' });
    expect(started.stdout).toContain('Pod h1/it works is live.');
    expect(
      home('h1')
        .allocations()
        .map(({ pod_name }) => pod_name),
    ).toEqual(['it works']);
    expect(own().allocations()).toEqual([]);

    expect(await run('send', name, 'echo "$WORD-$((6*7))"; pwd')).toMatchObject({
      code: 0,
      stdout: 'Sent to h1/it works.\n',
    });
    await until(async () => (await run('logs', name)).stdout.includes('away-42\n'));

    expect(await run('rename', name, 'other')).toMatchObject({ code: 0, stderr: '' });
    const explained = await run('explain', 'h1/other');
    expect(explained.stdout).toMatch(/^name +h1\/other\n/);
    expect(await run('stop', 'h1/*')).toMatchObject({ code: 0, stdout: 'Stopped h1/other.\n' });
    expect((await run('send', 'h1/other', 'x')).code).toBe(4);
    expect(await run('restore', '-d', 'h1/other')).toMatchObject({ code: 0 });
    expect(await run('stop', 'h1/other')).toMatchObject({ code: 0 });
    expect((await run('logs', 'h1/other')).stdout).toContain('away-42\n');
    expect(await run('rm', 'h1/other')).toMatchObject({ code: 0, stdout: 'Removed h1/other.\n' });
    expect((await run('explain', 'h1/other')).code).toBe(3);
  });

  test('start in a directory there, with nothing of ours', async () => {
    const directory = path.join(home('h1').directory, 'work');
    fs.mkdirSync(directory);
    expect(
      await run('run', '-d', 'h1/where', '--cwd', directory, '--', 'sh', '-c', 'pwd; env; sleep 60'),
    ).toMatchObject({ code: 0 });
    const shown = await until(async () => {
      const { stdout } = await run('logs', 'h1/where');
      return stdout.includes('PODWATCH_POD=where') ? stdout : '';
    });
    expect(shown.split('\n')[0]).toBe(directory);
    expect(shown).not.toContain(own().directory);
    expect(await run('run', '-d', 'h1/no', '--cwd', '/nowhere/at/all', '--', 'sh')).toMatchObject({ code: 1 });
    expect(await run('stop', 'h1/where')).toMatchObject({ code: 0 });
  });

  test('are told apart by their host, in lists, words and JSON', async () => {
    expect(await run('run', '-d', 'same', '--', 'sleep', '60')).toMatchObject({ code: 0 });
    expect(await run('run', '-d', 'h1/same', '--', 'sleep', '60')).toMatchObject({ code: 0 });
    expect(await run('run', '-d', 'h2/same', '--', 'sleep', '60')).toMatchObject({ code: 0 });
    const { stdout } = await run('ls', '--json', '--wait', '30');
    const rows: { name: string; host: string | null; state: string }[] = JSON.parse(stdout);
    expect(rows.filter(({ state }) => state === 'live').map(({ name, host }) => [name, host])).toEqual(
      expect.arrayContaining([
        ['same', null],
        ['h1/same', 'h1'],
        ['h2/same', 'h2'],
      ]),
    );
    expect((await run('ls', '--wait', '30')).stdout).toMatch(/^NAME +HOST +STATE/);
    expect((await run('ls', '--local')).stdout).not.toContain('h1');
    expect((await run('ls', '--host', 'h2', '--json', '--wait', '30')).stdout).toContain('"h2/same"');
    // A bare name is this machine's; one that is elsewhere only is said to be there.
    expect(await run('stop', 'same')).toMatchObject({ code: 0 });
    expect(home('h1').allocations()).toHaveLength(1);
    expect(await run('rm', 'same')).toMatchObject({ code: 0 });
    const elsewhere = await run('stop', 'same');
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toContain('h1/same, h2/same');
    expect((await run('send', 'h9/same', 'x')).stderr).toContain('There is no host "h9"');
    expect(await run('stop', 'h1/same', 'h2/same')).toMatchObject({ code: 0 });
  });

  test('are searched, where they are, beside those of this machine', async () => {
    const says = (word: string) => ['--', 'sh', '-c', `echo "${word} needle"; exit 1`];
    for (const name of ['here', 'h1/there', 'h2/there']) {
      expect(await run('run', '-d', name, ...says(name))).toMatchObject({ code: 0 });
    }
    await until(async () => {
      const rows: { name: string; state: string }[] = JSON.parse((await run('ls', '--json', '--wait', '30')).stdout);
      return rows.filter(({ name, state }) => /\b(?:here|there)$/.test(name) && state === 'stopped').length === 3;
    });
    const found = await run('grep', 'NEEDLE'.toLowerCase());
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(
      found.stdout
        .trim()
        .split('\n')
        .map((line) => line.split('  ')[0])
        .sort(),
    ).toEqual(['h1/there', 'h2/there', 'here']);
    expect((await run('grep', '--local', 'needle')).stdout).not.toContain('there');
    const [hit] = (await run('grep', '--json', 'needle', 'h1/there')).stdout.trim().split('\n');
    expect(JSON.parse(hit ?? '')).toMatchObject({
      name: 'h1/there',
      host: 'h1',
      home: home('h1').paths.data,
    });
    expect((await run('prune', '--older-than', '0h', '--host', 'h1')).stdout).toContain('Removed h1/there');
    expect((await run('prune', '--older-than', '0h')).stdout).toContain('Removed here');
    expect(await run('rm', 'h2/there')).toMatchObject({ code: 0 });
  });

  test('are completed, and renamed with their host or without', async () => {
    expect(await run('run', '-d', 'h1/before', '--', 'sleep', '600')).toMatchObject({ code: 0 });
    const offered = async (...words: string[]) => (await run('--get-yargs-completions', 'podwatch', ...words)).stdout;
    // Of a host that does not answer a shell soon nothing is offered.
    await until(async () => (await offered('stop', 'h1/')).split('\n').includes('h1/before'));
    expect(await run('rename', 'h1/before', 'h1/after')).toMatchObject({
      code: 0,
      stdout: 'Renamed h1/before to h1/after.\n',
    });
    expect(await run('rename', 'h1/after', 'h2/after')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('A Pod stays on its host'),
    });
    expect((await run('wait', 'h1/after', '--until', 'idle')).stdout).toBe('h1/after: idle\n');
    expect(await run('stop', 'h1/after')).toMatchObject({ code: 0 });
    expect(await run('archive', 'h1/after')).toMatchObject({ code: 0, stdout: 'Archived h1/after.\n' });
    expect((await run('ls', '--wait', '30')).stdout).not.toContain('after');
    expect(await run('rm', 'h1/after')).toMatchObject({ code: 0 });
  });
}
