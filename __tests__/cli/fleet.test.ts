// `podwatch fleet`: files that are shown first, written for their owner alone, and never over others.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

let home: TempHome;
let directory: string;
let terminal: DrivenTerminal | null = null;
beforeEach(() => {
  home = makeTempHome();
  directory = path.join(home.directory, 'fleet');
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await home.close();
});

const INIT = ['--server', 'localhost', '--user', 'anna', '--host', 'h1', '--viewer', 'pc', '--viewer', 'h1'];
const init = (...more: string[]) => home.podwatch(['fleet', 'init', ...INIT, '--dir', directory, ...more]);
const read = (file: string) => fs.readFileSync(path.join(directory, file), 'utf8');

function filesBelow(root: string): string[] {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

it('writes all for the owner alone, and shows no secret', async () => {
  const made = await init('--yes');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  for (const file of filesBelow(directory)) expect([file, fs.statSync(file).mode & 0o777]).toEqual([file, 0o600]);
  expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
  const seed = read('machines/h1/fleet.nk').trim();
  expect(seed).toMatch(/^SU[A-Z2-7]{56}$/);
  expect(made.stdout).not.toContain(seed);
  expect(read('server/nats-server.conf') + read('fleet.json')).not.toContain(seed);
  expect(JSON.parse(read('machines/h1/config.json'))).toEqual({
    fleet: {
      servers: ['nats://127.0.0.1:4222'],
      user: 'anna',
      name: 'h1',
      nkey: '~/.config/podwatch/fleet.nk',
    },
  });
});

it('writes nothing where nobody has said yes', async () => {
  expect(await init()).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(await init('--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('nats-server.conf') });
  expect(fs.existsSync(directory)).toBe(false);
  terminal = startTerminal([process.execPath, CLI, 'fleet', 'init', ...INIT, '--dir', directory], {
    env: home.env,
    cols: 100,
    rows: 30,
  });
  await terminal.waitForScreen(/Write this\? \[y\/N\]/);
  terminal.send('n\r');
  expect(await terminal.exit).toEqual({ code: 1, signal: null });
  expect(fs.existsSync(directory)).toBe(false);
});

it('overwrites nothing', async () => {
  fs.mkdirSync(directory);
  fs.writeFileSync(path.join(directory, 'mine'), 'mine');
  expect(await init('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('stays as it is') });
  expect(filesBelow(directory)).toEqual([path.join(directory, 'mine')]);
});

it.each([
  [['--host', 'h1'], 'Where is the server?'],
  [['--server', 'localhost'], 'Who is in it?'],
  [['--server', '10.0.0.1', '--host', 'h1'], 'DNS name'],
  [['--server', 'n.example', '--host', 'h 1'], 'no [USER@]MACHINE'],
  [['--server', 'n.example', '--host', 'h1', '--cert', '/c.pem'], 'go together'],
  [['--server', 'n.example', '--host', 'h1', '--cert', 'c.pem', '--key', '/k.pem'], 'absolute path'],
  [['--server', 'n.example', '--host', 'h1', '--ca', 'ca.pem'], '--cert'],
])('refuses %j', async (words, reason) => {
  const refused = await home.podwatch(['fleet', 'init', '--dir', directory, '--yes', ...words]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
  expect(fs.existsSync(directory)).toBe(false);
});

it('takes a certificate that the server has, and gives members its CA', async () => {
  const ca = path.join(home.directory, 'ca.pem');
  fs.writeFileSync(ca, '-----BEGIN CERTIFICATE-----\nx\n');
  const words = ['--server', 'n.example', '--host', 'h1', '--user', 'anna', '--dir', directory, '--yes'];
  const made = await home.podwatch(['fleet', 'init', ...words, '--cert', '/c.pem', '--key', '/k.pem', '--ca', ca]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(read('server/nats-server.conf')).toContain('cert_file: "/c.pem"');
  expect(read('machines/h1/fleet-ca.pem')).toBe(fs.readFileSync(ca, 'utf8'));
  expect(JSON.parse(read('machines/h1/config.json')).fleet).toMatchObject({
    servers: ['tls://n.example:4222'],
    ca: '~/.config/podwatch/fleet-ca.pem',
  });
});

it('adds and removes machines, keeps the keys of the others, and leaves a file alone that was changed by hand', async () => {
  await init('--yes');
  const before = read('server/nats-server.conf');
  const seed = read('machines/h1/fleet.nk');
  const change = (...words: string[]) => home.podwatch(['fleet', ...words, '--dir', directory, '--yes']);
  const added = await change('add', '--host', 'h2', '--reader', 'wall');
  expect(added).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('--signal reload') });
  expect(read('server/nats-server.conf')).toContain('# h2: host');
  expect(read('machines/h1/fleet.nk')).toBe(seed);
  expect(JSON.parse(read('machines/wall/config.json')).fleet.isReadOnly).toBe(true);
  expect(await change('add', '--viewer', 'h2')).toMatchObject({ code: 1, stderr: expect.stringContaining('already') });
  expect(await change('remove', 'h3')).toMatchObject({ code: 3, stderr: expect.stringContaining('h1, pc, h2, wall') });
  expect(await change('remove', 'h2', 'wall')).toMatchObject({ code: 0 });
  // A viewer may take away what is recorded of a host that has left.
  const ofH2 = ', "$KV.pods_YW5uYQ.*.aDI.>", "$KV.hosts_YW5uYQ.*.aDI.>"';
  expect(read('server/nats-server.conf')).toContain(ofH2);
  expect(read('server/nats-server.conf').replaceAll(ofH2, '')).toBe(before);
  expect(fs.existsSync(path.join(directory, 'machines', 'h2'))).toBe(false);
  fs.appendFileSync(path.join(directory, 'server/nats-server.conf'), 'debug: true\n');
  expect(await change('add', '--host', 'h4')).toMatchObject({ code: 1, stderr: expect.stringContaining('by hand') });
});

describe('join', () => {
  const config = () => path.join(home.directory, 'user', '.config', 'podwatch', 'config.json');
  const join = (...more: string[]) => home.podwatch(['fleet', 'join', path.join(directory, 'machines', 'h1'), ...more]);

  it('puts the key beside the configuration, and says so in it', async () => {
    await init('--yes');
    fs.mkdirSync(path.dirname(config()), { recursive: true });
    fs.writeFileSync(config(), '{\n    "theme": "dark"\n}\n');
    expect(await join('--yes')).toMatchObject({ code: 0, stderr: '' });
    const text = fs.readFileSync(config(), 'utf8');
    expect(text).toContain('{\n    "theme": "dark",\n    "fleet"');
    expect(JSON.parse(text).fleet).toMatchObject({ name: 'h1', nkey: '~/.config/podwatch/fleet.nk' });
    const key = path.join(path.dirname(config()), 'fleet.nk');
    expect(fs.statSync(key).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(key, 'utf8')).toBe(read('machines/h1/fleet.nk'));
    expect(await join('--yes')).toMatchObject({ code: 0, stderr: '' });
    expect(await home.podwatch(['config', '--check'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves another fleet, and another key, as they are', async () => {
    await init('--yes');
    fs.mkdirSync(path.dirname(config()), { recursive: true });
    const other = '{"fleet": {"servers": ["nats://127.0.0.1"], "user": "anna"}}';
    fs.writeFileSync(config(), other);
    expect(await join('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('another fleet') });
    expect(fs.readFileSync(config(), 'utf8')).toBe(other);
    fs.rmSync(config());
    fs.writeFileSync(path.join(path.dirname(config()), 'fleet.nk'), 'another');
    expect(await join('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('already') });
    expect(fs.existsSync(config())).toBe(false);
  });

  it('takes only what fleet has made', async () => {
    await init('--yes');
    fs.writeFileSync(path.join(directory, 'machines/h1/fleet.nk'), 'UABC\n');
    expect(await join('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('no key of a user') });
    fs.rmSync(path.join(directory, 'machines/h1/fleet.nk'));
    expect(await join('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('fleet.nk is not there') });
  });
});
