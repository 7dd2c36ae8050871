// An attach to a Pod of another host through everything that can break between: to the byte, and typed once.
import { createHash } from 'node:crypto';
import { lastValueFrom } from 'rxjs';
import { dialTerminal } from '../../src/actions/dialTerminal';
import { OpenHosts } from '../../src/places/hosts/openHosts';
import { watchPods } from '../../src/streams/watchPods';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { describeFleet, type Fleet, openFleet } from './fleet';

jest.setTimeout(90_000);

/**
 * Once a byte has come: some output at the pace of a busy build, and its hash; then whatever is typed, up to "!". A Pod waits for
 * nobody who is not there: what it puts out in an outage must be less than it keeps.
 */
const PROGRAM = `
  process.stdin.setRawMode(true);
  let typed = '';
  let isBegun = false;
  process.stdin.on('data', (chunk) => {
    if (!isBegun) { isBegun = true; flood(); return; }
    typed += chunk;
    if (typed.endsWith('!')) process.stdout.write('[' + typed + ']');
  });
  function flood() {
    const hash = require('node:crypto').createHash('sha256');
    let left = 200;
    const more = () => {
      if (left === 0) return process.stdout.write('<' + hash.digest('hex') + '>');
      const chunk = Buffer.alloc(8192, String.fromCharCode(97 + left % 26));
      hash.update(chunk);
      left -= 1;
      process.stdout.write(chunk);
      setTimeout(more, 40);
    };
    more();
  }
  process.stdout.write('(ready)');`;

describeFleet('an attach to another host', () => {
  let fleet: Fleet;
  let hosts: OpenHosts;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
    const spec = { name: 'h1', ssh: 'h1', command: [process.execPath, CLI], compress: false };
    const sshConfig = `${fleet.own.directory}/ssh_config`;
    const data = fleet.own.paths.data;
    hosts = new OpenHosts({ specs: [{ ...spec, sshConfig }], env: fleet.own.env, version: '0', data });
  });
  afterAll(async () => {
    await hosts.close();
    await fleet.close();
  });

  const pids = (directory: string, part: string): readonly number[] =>
    processesWithMark(directory).flatMap(({ pid, command }) => (command.includes(part) ? [pid] : []));
  const kill = (found: readonly number[]) => {
    for (const pid of found) process.kill(pid, 'SIGKILL');
  };
  const killSsh = () => kill(pids(fleet.own.directory, 'ssh -T'));
  const killServe = () => kill(pids(fleet.host('h1').home.directory, 'serve --stdio'));

  /** Nothing comes through until the host is called silent; nobody is told that anything has ended. */
  const holdLine = () => {
    const { line } = fleet.host('h1');
    line.hold(true);
    const told = hosts.named('h1')?.link.fact$.subscribe(({ state }) => {
      if (state !== 'stalled') return;
      line.hold(false);
      setImmediate(() => told?.unsubscribe());
    });
  };

  test('goes on where it was after kills of ssh and of serve and a silence, and its host comes back by itself', async () => {
    const host = hosts.named('h1');
    if (host === null) throw new Error('No host');
    const started = await fleet.own.podwatch(['run', '-d', 'h1/flood', '--', process.execPath, '-e', PROGRAM]);
    expect(started).toMatchObject({ code: 0 });
    const { entries } = await lastValueFrom(watchPods([host.place], { watch: false }));
    const entry = entries.find(({ id }) => id.name === 'flood');
    if (entry === undefined) throw new Error('No Pod');
    const way = host.place.dial(entry);
    if (way.kind !== 'done') throw new Error(way.message);
    const size = { cols: 80, rows: 24, podName: 'flood', readOnly: false, inside: null, isAway: true };
    const dialled = await dialTerminal({ ...size, dial: way.dial });
    if (dialled.kind !== 'done') throw new Error(dialled.message);
    const { session } = dialled;
    const hash = createHash('sha256');
    const kills = [killSsh, killServe, holdLine, killSsh];
    let text = '';
    let bytes = 0;
    let state: 'waiting' | 'flooded' | 'typing' = 'waiting';
    session.bytes.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (state === 'waiting' && text.includes('(ready)')) {
        state = 'flooded';
        text = '';
        session.bytes.write('go');
      } else if (state === 'flooded') {
        const at = text.indexOf('<');
        const plain = at < 0 ? text : text.slice(0, at);
        hash.update(plain, 'latin1');
        text = at < 0 ? '' : text.slice(at);
        bytes += plain.length;
        if (bytes > 300 * 1024) {
          bytes = 0;
          kills.shift()?.();
        }
      }
    });
    const said = await until(() => /^<([0-9a-f]{64})>/.exec(text)?.[1], 60_000);
    expect(said).toBe(hash.digest('hex'));
    expect(kills).toEqual([]);
    state = 'typing';
    let expected = '';
    for (let count = 0; count < 60; count += 1) {
      expected += `${count},`;
      session.bytes.write(`${count},`);
      if (count === 20) killSsh();
      if (count === 40) killServe();
    }
    session.bytes.write('!');
    expect(await until(() => /\[(.*)!\]/.exec(text)?.[1], 30_000)).toBe(expected);
    session.detach();
    await until(() => host.link.fact$.value.state === 'reached');
    expect(await fleet.own.podwatch(['stop', 'h1/flood'])).toMatchObject({ code: 0 });
  });
});
