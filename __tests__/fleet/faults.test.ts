// Each way in which a host is not reached, made by a real sshd: its sentence, its state, and what stays.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { lastValueFrom } from 'rxjs';
import { watchPods } from '../../src/streams/watchPods';
import { startSshd } from '../fixtures/loopbackSshd';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { attachTo } from './attachThroughCuts';
import { describeFleet, type Fleet, openFleet } from './fleet';

interface HostRow {
  readonly state: string;
  readonly problem: string | null;
  readonly advice: string | null;
}

describeFleet('a host that is not reached', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
  });
  afterAll(() => fleet.close());
  afterEach(() => fleet.configure());

  async function standing(): Promise<HostRow> {
    const { stdout } = await fleet.own.podwatch(['hosts', '--json', '--wait', '30']);
    const [row]: HostRow[] = JSON.parse(stdout);
    if (row === undefined) throw new Error('No host');
    return row;
  }

  const plain = () => fleet.host('h1').sshd.hostBlock('h1');
  /** A file of lines that ssh reads in place of the known hosts. */
  function knownHosts(text: string): string {
    const file = path.join(fleet.own.directory, 'known');
    fs.writeFileSync(file, text);
    return plain().replace(/UserKnownHostsFile .*/, `UserKnownHostsFile ${file}`);
  }

  test.each([
    ['has no podwatch', ['/nowhere/podwatch'], 'podwatch (node) is not found on h1'],
    [
      'has an older one',
      ['sh', '-c', 'echo "podwatch: Unknown arguments: stdio, serve." >&2; exit 2'],
      'podwatch on h1 is older than this feature',
    ],
    [
      'answers with something else',
      ['sh', '-c', 'echo This account is currently not available.; exit 1'],
      'h1 answered, but not with podwatch: "This account is currently not available."',
    ],
  ])('because it %s', async (_, command, problem) => {
    fleet.configure({ h1: { command } });
    expect(await standing()).toMatchObject({ state: 'needs-you', problem });
  });

  test('because its host key is unknown, or has changed', async () => {
    fleet.configure({}, knownHosts(''));
    expect(await standing()).toMatchObject({ state: 'needs-you', problem: 'the host key of h1 is unknown' });
    const { port, key } = fleet.host('h1').sshd;
    fleet.configure({}, knownHosts(`[127.0.0.1]:${port} ${fs.readFileSync(`${key}.pub`, 'utf8')}`));
    expect(await standing()).toMatchObject({ state: 'needs-you', problem: 'the host key of h1 has changed' });
  });

  test('because it takes no key: it is asked once, and not again', async () => {
    const directory = path.join(fleet.own.directory, 'closed');
    fs.mkdirSync(directory);
    const closed = await startSshd({ directory, isClosed: true });
    try {
      fleet.configure({}, closed.hostBlock('h1'));
      const row = await standing();
      expect(row).toMatchObject({ state: 'needs-you', problem: 'h1 wants a password or another key' });
      expect(row.advice).toContain('ssh h1');
      // Written down by the other side of a line that has ended.
      const tries = await until(() => closed.log().match(/Connection closed by authenticating/g));
      expect(tries).toHaveLength(1);
    } finally {
      await closed.stop();
    }
  });

  test('because nobody is there, or no such address is', async () => {
    fleet.configure({}, fleet.host('h1').sshd.hostBlock('h1', 1));
    const row = await standing();
    expect(row).toMatchObject({ state: 'lost', advice: null });
    expect(row.problem).toContain('Connection refused');
  });

  test('noise of start-up files, and what a user has configured for logins, is no obstacle', async () => {
    const blocks = `${plain()}  RemoteCommand htop\n  RequestTTY yes\n  ForwardAgent yes\n  LocalForward 127.0.0.1:1 127.0.0.1:2\n`;
    const noisy = `echo "Welcome; PODWATCH is not LINKed"; exec '${process.execPath}' '${CLI}' "$@"`;
    fleet.configure({ h1: { command: ['sh', '-c', noisy, 'sh'] } }, blocks);
    expect(await standing()).toMatchObject({ state: 'reached', problem: null });
  });

  test('keeps its rows, and what is meant for it is refused and not kept for later', async () => {
    expect(await fleet.own.podwatch(['run', '-d', 'h1/stays', '--', 'cat'])).toMatchObject({ code: 0 });
    await fleet.own.podwatch(['ls', '--wait', '30']);
    fleet.configure({}, fleet.host('h1').sshd.hostBlock('h1', 1));
    const listed = await fleet.own.podwatch(['ls', '--json', '--wait', '30']);
    expect(listed.code).toBe(0);
    expect(listed.stderr).toContain('h1 is not reached since');
    const [row] = JSON.parse(listed.stdout);
    expect(row).toMatchObject({ name: 'h1/stays', host: 'h1', state: 'unreachable', attention: null });
    expect(row.lastSeenAt).toBeGreaterThan(0);
    const sent = await fleet.own.podwatch(['send', 'h1/stays', 'late']);
    expect(sent.code).toBe(4);
    expect(sent.stderr).toContain('h1 is not reached since');
    fleet.configure();
    expect((await fleet.own.podwatch(['logs', 'h1/stays'])).stdout).not.toContain('late');
    expect(await fleet.own.podwatch(['stop', 'h1/stays'])).toMatchObject({ code: 0 });
  });

  /** Says hello as `hello` has it, and what comes before and behind, in place of podwatch; then it is silent. */
  function fakeServe(hello: object, more = ''): readonly string[] {
    const whole = { kind: 'hello', version: '9.9.9', hostId: 'x', hostName: 'x', home: '/', now: 0, pid: 1, ...hello };
    const program = `
      const frame = (type, text) => {
        const head = Buffer.alloc(9);
        head.writeUInt8(type, 0);
        head.writeUInt32BE(Buffer.byteLength(text), 5);
        return Buffer.concat([head, Buffer.from(text)]);
      };
      process.stdout.write('PODWATCH-LINK 1\\n');
      process.stdout.write(frame(77, 'of a later version'));
      process.stdout.write(frame(0, JSON.stringify({ kind: 'of a later version' })));
      process.stdout.write(frame(0, ${JSON.stringify(JSON.stringify(whole))}));
      ${more}
      process.stdin.resume().on('end', () => process.exit());`;
    return [process.execPath, '-e', program];
  }

  test('because it speaks another protocol; what is only new is passed over', async () => {
    fleet.configure({ h1: { command: fakeServe({ protocol: [7, 8] }) } });
    const strange = await standing();
    expect(strange).toMatchObject({
      state: 'needs-you',
      problem: 'podwatch 9.9.9 on h1 speaks protocol 7–8, this one needs 1',
      advice: 'Update this machine (npm install -g podwatch).',
    });
    fleet.configure({ h1: { command: fakeServe({ protocol: [1, 8], features: ['flight'] }) } });
    // It does not answer what it is asked: its hello is understood.
    expect(await standing()).toMatchObject({ version: '9.9.9', problem: null });
  });

  test('not because it is an older one of the same protocol: it lists, attaches and stops', async () => {
    const relay = `
      const serve = require('node:child_process').spawn(process.execPath, [${JSON.stringify(CLI)}, 'serve', '--stdio'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      process.stdin.pipe(serve.stdin);
      let start = Buffer.alloc(0);
      const untilHello = (chunk) => {
        start = Buffer.concat([start, chunk]);
        const at = start.indexOf('\\n') + 1;
        if (at === 0 || start.length < at + 9 || start.length < at + 9 + start.readUInt32BE(at + 5)) return;
        const end = at + 9 + start.readUInt32BE(at + 5);
        const { features, ...hello } = JSON.parse(start.subarray(at + 9, end));
        const text = Buffer.from(JSON.stringify({ ...hello, version: '0.0.9' }));
        const head = Buffer.from(start.subarray(at, at + 9));
        head.writeUInt32BE(text.length, 5);
        process.stdout.write(Buffer.concat([start.subarray(0, at), head, text, start.subarray(end)]));
        serve.stdout.off('data', untilHello).pipe(process.stdout);
      };
      serve.stdout.on('data', untilHello);
      serve.on('exit', () => process.exit());`;
    fleet.configure({ h1: { command: [process.execPath, '-e', relay] } });
    expect(await standing()).toMatchObject({ state: 'reached', version: '0.0.9' });
    expect(await fleet.own.podwatch(['run', '-d', 'h1/older', '--', 'cat'])).toMatchObject({ code: 0 });
    const host = fleet.open().named('h1');
    if (host === null) throw new Error('No host');
    const { entries } = await lastValueFrom(watchPods([host.place], { watch: false }));
    const entry = entries.find(({ id }) => id.name === 'older');
    if (entry === undefined) throw new Error('No Pod');
    const session = await attachTo(host, entry);
    let seen = '';
    session.bytes.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1');
    });
    session.bytes.write('typed\r');
    await until(() => /typed.*typed/s.test(seen));
    session.detach();
    await host.link.close();
    expect(await fleet.own.podwatch(['stop', 'h1/older'])).toMatchObject({ code: 0 });
  });

  test('because what it says is no link: the rest of it is not read', async () => {
    fleet.configure({ h1: { command: ['sh', '-c', 'yes noise'] } });
    expect(await standing()).toMatchObject({ problem: 'h1 answered, but not with podwatch: "noise"' });
    fleet.configure({
      h1: { command: fakeServe({ protocol: [1, 1] }, 'process.stdout.write(Buffer.alloc(1e6, 255));') },
    });
    const ended = await fleet.own.podwatch(['ls', '--host', 'h1', '--wait', '30']);
    expect(ended).toMatchObject({ code: 0, stdout: expect.not.stringContaining('h1/') });
    expect(ended.stderr).toContain('h1 is not reached since');
  });

  test('because its user has to do something: nobody tries again by himself', async () => {
    const directory = path.join(fleet.own.directory, 'closed-too');
    fs.mkdirSync(directory);
    const closed = await startSshd({ directory, isClosed: true });
    try {
      fleet.configure({}, closed.hostBlock('h1'));
      const link = fleet.open().named('h1')?.link;
      for (let at = 0; at < 5; at += 1) expect(await link?.session()).toMatchObject({ kind: 'not-eligible' });
      expect(link?.fact$.value.state).toBe('needs-you');
      const tries = () => closed.log().match(/Connection closed by authenticating/g)?.length;
      await until(() => tries() === 1);
      link?.wake();
      await until(() => tries() === 2);
      await link?.close();
    } finally {
      await closed.stop();
    }
  });

  test('not because the way there is long: who names it waits for ssh', async () => {
    expect(await fleet.own.podwatch(['run', '-d', 'h1/far', '--', 'cat'])).toMatchObject({ code: 0 });
    const { line } = fleet.host('h1');
    line.delay(250);
    try {
      expect((await fleet.own.podwatch(['ls'])).stderr).toContain('h1 is not reached (no answer within 3 s)');
      expect(await fleet.own.podwatch(['stop', 'h1/far'])).toMatchObject({ code: 0, stdout: 'Stopped h1/far.\n' });
    } finally {
      line.delay(0);
    }
  });

  test('a viewer that is killed leaves no ssh and no serve behind', async () => {
    const child = spawn(process.execPath, [CLI, 'ls', '--watch', '--json'], { env: fleet.own.env, stdio: 'ignore' });
    await until(() => fleet.host('h1').sshd.sessions().length > 0);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    await until(() => fleet.host('h1').sshd.sessions().length === 0);
    await until(() => processesWithMark(fleet.own.directory).length === 0);
    await until(() => processesWithMark(fleet.host('h1').home.directory).length === 0);
  });

  test('each step is said, with what to do where one fails', async () => {
    const well = await fleet.own.podwatch(['hosts', 'test', 'h1']);
    expect(well.code).toBe(0);
    expect(well.stdout.match(/^PASS/gm)).toHaveLength(5);
    fleet.configure({ h1: { command: ['/nowhere/podwatch'] } });
    const ill = await fleet.own.podwatch(['hosts', 'test', 'h1']);
    expect(ill.code).toBe(1);
    expect(ill.stdout).toMatch(/^FAIL {2}connection: podwatch \(node\) is not found on h1\. Install it there/m);
  });

  test('nothing of it is left running here or there', async () => {
    await until(() => fleet.host('h1').sshd.sessions().length === 0);
  });
});
