// What a Pod of a host puts out, followed from here: through cuts and a replaced recording, each line once and in order.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lastValueFrom } from 'rxjs';
import { podHistory } from '../../src/commands/podHistory';
import { watchPods } from '../../src/streams/watchPods';
import { CLI } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';

/** 1.2 MB in lines of 1000 bytes: its recording is replaced twice by another half. Slow: of a flood a recording keeps little. */
const COUNTER = `
  let count = 0;
  const timer = setInterval(() => {
    for (let at = 0; at < 3; at += 1) { count += 1; console.log('line ' + count + ' ' + 'x'.repeat(990)); }
    if (count >= 1200) { clearInterval(timer); console.log('the end'); setTimeout(() => {}, 600000); }
  }, 50);`;

describeFleet('logs -f of a Pod on a host', () => {
  let fleet: Fleet;
  let directory: string;
  beforeAll(async () => {
    directory = fs.mkdtempSync('/tmp/pw-follow-');
    fs.writeFileSync(`${directory}/config.json`, JSON.stringify({ recordBytes: 1024 * 1024 }));
    fleet = await openFleet(['h1'], { env: { PODWATCH_CONFIG: `${directory}/config.json` } });
  });
  afterAll(async () => {
    await fleet.close();
    fs.rmSync(directory, { recursive: true });
  });

  const copies = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('podwatch-host-'));

  test('goes on through cuts and the rotation of its recording, and leaves no copy behind', async () => {
    const { line } = fleet.host('h1');
    const started = await fleet.own.podwatch(['run', '-d', 'h1/count', '--', process.execPath, '-e', COUNTER]);
    expect(started).toMatchObject({ code: 0 });
    const child = spawn(process.execPath, [CLI, 'logs', '-f', 'h1/count'], { env: fleet.own.env, stdio: 'pipe' });
    let text = '';
    let cuts = 0;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const next = [200, 500, 900][cuts];
      if (next !== undefined && text.includes(`line ${next} `)) {
        cuts += 1;
        line.cut();
      }
    });
    // Twenty seconds of it where nothing else runs; elsewhere as long as something comes.
    for (let before = 0; !text.includes('the end'); before = text.length) await until(() => text.length > before);
    const numbers = [...text.matchAll(/^line (\d+) /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 1200 }, (_, at) => at + 1));
    expect(cuts).toBe(3);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    expect(copies().filter((name) => name.includes(`-${child.pid}-`))).toEqual([]);
    expect(await fleet.own.podwatch(['stop', 'h1/count'])).toMatchObject({ code: 0 });
  });

  test('of an earlier start is shown where that is meant, as a hit of a search is', async () => {
    const { home } = fleet.host('h1');
    const run = (...args: string[]) => fleet.own.podwatch(args);
    const program = ['sh', '-c', 'echo "this is start $(date +%N)"; sleep 600'];
    expect(await run('run', '-d', 'h1/twice', '--', ...program)).toMatchObject({ code: 0 });
    await until(async () => (await run('logs', 'h1/twice')).stdout.includes('this is start'));
    expect(await run('stop', 'h1/twice')).toMatchObject({ code: 0 });
    const first = (await run('logs', 'h1/twice')).stdout;
    expect(await run('restore', '-d', 'h1/twice')).toMatchObject({ code: 0 });
    await until(async () => {
      const { stdout } = await run('logs', 'h1/twice');
      return stdout.includes('this is start') && stdout !== first;
    });
    const host = fleet.open().named('h1');
    if (host === null) throw new Error('No host');
    const { entries } = await lastValueFrom(watchPods([host.place], { watch: false }));
    const entry = entries.find(({ id }) => id.name === 'twice');
    if (entry === undefined) throw new Error('No Pod');
    const shown = async (from: string) => {
      const source = { source: from, kind: 'recording', until: null } as const;
      const outcome = await lastValueFrom(podHistory(host.place, entry, source));
      return outcome.kind === 'history' ? JSON.stringify(outcome.history) : outcome.kind;
    };
    const [word = ''] = /start \d+/.exec(first) ?? [];
    // As a hit names it: by its path there.
    const files = fs.readdirSync(home.paths.sessions, { recursive: true, encoding: 'utf8' });
    const casts = files.filter((file) => file.endsWith('.cast')).map((file) => path.join(home.paths.sessions, file));
    const recording = casts.find((file) => fs.readFileSync(file, 'utf8').includes(word));
    expect(await shown(recording ?? '')).toContain(word);
    // A name from elsewhere leads to no file.
    expect(await shown(path.join(home.directory, '../../etc/passwd'))).not.toContain('root');
    expect(await run('stop', 'h1/twice')).toMatchObject({ code: 0 });
  });
});
