// Text of others in every field that a command may print: none of it acts on a terminal, in whatever way it is printed.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { metadataPath, podSocketPath, segmentLogPath } from '../../src/protocol/homePaths';
import { encodeLine, LineDecoder } from '../../src/protocol/lineDecoder';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { startTerminal } from '../fixtures/terminalDriver';

/** Title, colours, C1 introducer, cursor, mouse mode, right-to-left override, DEL, NUL, zero width, unpaired surrogate. */
const EVIL = 'a\u001b]0;INJ\u0007b\u001b[777mc\u009b777md\u001b[2J\u001b[?1003h\u202ee\u007f\u0000\u200bf\r\ud800g';
/** What must reach no terminal; line ends are ours. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069]/;

let home: TempHome;
const servers: net.Server[] = [];
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  await home.close();
});

const shown = (text: string) =>
  text.replaceAll('\r\n', '\n').replace(/\u001b\[[\d;]*m/g, (sgr) => (sgr.includes('777') ? sgr : ''));

async function expectHarmless(args: readonly string[]): Promise<void> {
  const piping = runProgram([process.execPath, CLI, ...args], home.env);
  const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 400, rows: 50 });
  const [ran] = await Promise.all([piping, terminal.exit]);
  const bytes = shown(terminal.rawBytes().toString('utf8'));
  await terminal.close();
  // JSON and conversations go into a pipe as they are.
  const isData = args.includes('--json') || args.includes('--wait') || args[0] === 'logs';
  expect([args, RAW.exec(isData ? ran.stderr : ran.stdout + ran.stderr)]).toEqual([args, null]);
  expect([args, RAW.exec(bytes)]).toEqual([args, null]);
}

function writeMetadata(name: string, text: string): void {
  fs.mkdirSync(path.dirname(metadataPath(home.paths, name)), { recursive: true });
  fs.writeFileSync(metadataPath(home.paths, name), text);
}

it('of a record that does not parse, in names, commands, directories and previews', async () => {
  writeMetadata('torn', `${EVIL}{`);
  writeMetadata('other', JSON.stringify({ pod_name: EVIL, active: { session_id: EVIL, segment_id: EVIL } }));
  storePod(home.paths, { name: 'said', updatedAt: Date.now(), preview: EVIL }, 1);
  storePod(home.paths, { name: 'agent', updatedAt: Date.now(), preview: EVIL, kind: 'agent' }, 2);
  for (const [name, at, argv, cwd] of [
    ['program', 3, [`/no/${EVIL}`], '/'],
    ['searched', 4, [`no${EVIL}`], '/'],
    ['place', 5, ['/bin/sh'], `/no/${EVIL}`],
  ] as const) {
    storePod(home.paths, { name, updatedAt: Date.now(), preview: 'x' }, at);
    const record = JSON.parse(fs.readFileSync(metadataPath(home.paths, name), 'utf8'));
    const text = JSON.stringify(record)
      .replaceAll('"/bin/sh"', JSON.stringify(argv[0]))
      .replaceAll('"cwd":"/"', `"cwd":${JSON.stringify(cwd)}`);
    writeMetadata(name, text);
  }
  const names = ['torn', 'other', 'said', 'agent', 'program', 'searched', 'place', EVIL.replaceAll('\u0000', '')];
  for (const name of names) {
    await expectHarmless(['explain', name]);
    await expectHarmless(['logs', name]);
    await expectHarmless(['logs', name, '--json']);
  }
  for (const name of ['torn', 'other', 'program', 'searched', 'place']) await expectHarmless(['restore', name, '-d']);
  for (const args of [
    ['ls'],
    ['ls', '--all'],
    ['ls', '--json'],
    ['run', 'torn', '-d'],
    ['replay', 'torn'],
    ['attach', 'torn'],
  ]) {
    await expectHarmless(args);
  }
  await expectHarmless(['rm', 'torn', 'other', 'nobody']);
});

it('of the command line, the configuration and the registry', async () => {
  const word = EVIL.replaceAll('\u0000', '');
  for (const args of [
    [word],
    ['ls', word],
    ['ls', `--${word}`],
    ['ls', '--limit', word],
    ['run', word, '-d'],
    ['run', 'x', '-d', '--cwd', `/no/${word}`],
    ['run', 'x', '-d', '--', `no${word}`],
    ['run', 'x', '--agent', word],
    ['run', 'x', '--agent', '--policy', word],
    ['attach', 'x', '--detach-key', word],
    ['status', word],
    ['completion', word],
    ['stop', word],
    ['send', word, 'x'],
    ['permit', word],
  ]) {
    await expectHarmless(args);
  }
  fs.mkdirSync(path.dirname(home.paths.registry), { recursive: true });
  fs.writeFileSync(
    home.paths.registry,
    `{"allocations": [{"pod_name": ${JSON.stringify(EVIL)}, "socket": ${JSON.stringify(EVIL)}}], ${EVIL}`,
  );
  await expectHarmless(['ls']);
  const config = path.join(home.directory, 'config.json');
  home.env.PODWATCH_CONFIG = config;
  fs.writeFileSync(config, JSON.stringify({ agents: { [EVIL]: [EVIL, EVIL] } }));
  await expectHarmless(['agents']);
  await expectHarmless(['agents', '--json']);
  for (const text of [
    `{ ${JSON.stringify(EVIL)}: 1 }`,
    EVIL,
    JSON.stringify({ detachKey: EVIL }),
    JSON.stringify({ theme: EVIL }),
  ]) {
    fs.writeFileSync(config, text);
    await expectHarmless(['ls']);
    await expectHarmless(['config', '--check']);
  }
});

it('of a live Pod: its status, title, questions and log', async () => {
  const socketPath = podSocketPath(home.paths, 'live');
  fs.mkdirSync(path.dirname(socketPath), { recursive: true, mode: 0o700 });
  const request = (id: string) => ({
    id,
    tool_call_id: 'c',
    title: EVIL,
    tool_kind: EVIL,
    locations: [EVIL],
    arguments: EVIL,
    answers: ['allow_once'],
    diffs: [{ path: EVIL, old_text: EVIL, new_text: EVIL }],
    since: 1,
  });
  const server = net.createServer((client) => {
    client.on('error', () => {});
    const say = (event: string, data: object) => client.write(encodeLine({ event, data }));
    const greeting = {
      pod_name: 'live',
      cwd: EVIL,
      provider: EVIL,
      model: EVIL,
      extensions: ['agent', 'permission', 'attention'],
    };
    const attention = { kind: 'permission', message: EVIL, permissions: 1, since: 1 };
    say('snapshot', { entries: [], greeting, status: 'idle', title: EVIL, reason: EVIL, attention });
    const decoder = new LineDecoder();
    client.on('data', (chunk) => {
      decoder.push(chunk);
      for (let next = decoder.nextLine(); next !== null && next !== 'overflow'; next = decoder.nextLine()) {
        const { method, params } = JSON.parse(next.line);
        if (method === 'watch_agent') say('permission_request', request(`1${EVIL}`));
        if (method === 'run') {
          say('user_message', { segments: [], request_id: params?.request_id });
          say('permission_request', request(`2${EVIL}`));
          say('error', { code: EVIL, message: EVIL });
          client.end();
        }
        if (method === 'shutdown' || method === 'cancel') say('error', { code: EVIL, message: EVIL });
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const allocation = {
    pod_name: 'live',
    pid: process.pid,
    socket: socketPath,
    scope_allow: [],
    scope_deny: [],
    delegated_from: null,
    segment_id: EVIL,
  };
  fs.writeFileSync(home.paths.registry, JSON.stringify({ allocations: [allocation] }));
  for (const args of [
    ['ls'],
    ['ls', '--json'],
    ['explain', 'live'],
    ['permit', 'live'],
    ['permit', 'live', '--once', '--id', EVIL.replaceAll('\u0000', '')],
    ['send', 'live', '--wait', 'x'],
    ['send', 'live', 'x'],
    ['logs', 'live'],
    ['run', 'live', '-d'],
  ]) {
    await expectHarmless(args);
  }
});

it('leaves the value of JSON the same where it is escaped', async () => {
  storePod(home.paths, { name: 'said', updatedAt: Date.now(), preview: EVIL }, 1);
  const terminal = startTerminal([process.execPath, CLI, 'logs', 'said', '--json'], {
    env: home.env,
    cols: 1000,
    rows: 50,
  });
  await terminal.exit;
  const lines = terminal.rawBytes().toString('utf8').trim().split('\r\n');
  await terminal.close();
  const log =
    fs
      .readdirSync(home.paths.sessions, { recursive: true, encoding: 'utf8' })
      .find((file) => file.endsWith('.jsonl')) ?? '';
  const [session = '', file = ''] = log.split('/');
  const stored = fs
    .readFileSync(segmentLogPath(home.paths, session, file.replace('.jsonl', '')), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(stored.map((line) => JSON.parse(line)));
});
