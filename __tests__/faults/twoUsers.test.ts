// Another user of the machine: sees nothing, enters nothing, and what they have planted is not followed. Needs root to be two users.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { podSocketPath } from '../../src/protocol/homePaths';
import { Tally } from '../fixtures/campaign';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';

/** A number that nobody has. */
const STRANGER = 47_475;
const isRoot = process.getuid?.() === 0;
const asStranger = ['setpriv', `--reuid=${STRANGER}`, `--regid=${STRANGER}`, '--clear-groups'];

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

/** Files of the home that others may enter, read or write. */
function openToOthers(directory: string): string[] {
  return fs
    .readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((file) => (fs.lstatSync(file).mode & 0o077) !== 0 && !fs.lstatSync(file).isSymbolicLink());
}

const stranger = (script: string) =>
  spawnSync(asStranger[0] ?? '', [...asStranger.slice(1), 'sh', '-c', script], { encoding: 'utf8' });

(isRoot ? test : test.skip)('modes, planted files and sockets', async () => {
  const tally = new Tally('two users', 1);
  // The home is where others may look for it.
  fs.chmodSync(home.directory, 0o755);
  fs.mkdirSync(home.paths.data, { mode: 0o755 });
  await tally.try('modes', async () => {
    const ran = await runProgram(
      ['sh', '-c', `umask 0; exec "$@"`, 'x', process.execPath, CLI, 'run', 'p', '-d', '--', 'cat'],
      home.env,
    );
    if (ran.code !== 0) return [ran.stderr];
    await home.podwatch(['send', 'p', 'secret']);
    return openToOthers(home.paths.data).map((file) => `${file} is open to others`);
  });
  await tally.try('the socket', () => {
    const socket = podSocketPath(home.paths, 'p');
    const code = `require('net').connect(${JSON.stringify(socket)}).on('connect',()=>process.exit(0)).on('error',(e)=>{console.log(e.code);process.exit(1)})`;
    const { stdout } = stranger(`${process.execPath} -e '${code.replaceAll("'", '"')}'`);
    return /EACCES|EPERM/.test(stdout) || stdout === '' ? [] : [`it says ${stdout}`];
  });
  for (const file of [home.paths.registry, home.paths.sessions, home.paths.pods]) {
    await tally.try(`reading ${path.basename(file)}`, () =>
      stranger(`ls ${file} && cat ${file}`).stdout === '' ? [] : ['it can be read'],
    );
  }
  await home.podwatch(['stop', 'p']);
  for (const [what, plant] of Object.entries(PLANTED)) {
    await tally.try(`planted: ${what}`, async () => {
      const victim = path.join(home.directory, 'victim');
      fs.writeFileSync(victim, 'precious', { mode: 0o644 });
      const runtime = path.join(home.directory, `run-${what.replaceAll(' ', '-')}`);
      plant(runtime, victim);
      const { PODWATCH_HOME: data, ...others } = home.env;
      const env = { ...others, PODWATCH_DATA_DIR: data, PODWATCH_RUNTIME_DIR: runtime };
      const ran = await runProgram([process.execPath, CLI, 'run', 'q', '-d', '--', 'cat'], env);
      const bad = fs.readFileSync(victim, 'utf8') === 'precious' ? [] : ['what it points to was written'];
      if (ran.code === 0) await runProgram([process.execPath, CLI, 'stop', 'q'], env);
      if (what.includes('directory') && ran.code === 0) bad.push('it is trusted');
      await runProgram([process.execPath, CLI, 'rm', 'q'], env);
      return bad;
    });
  }
  tally.end();
});

const own = (directory: string) => fs.mkdirSync(directory, { mode: 0o700 });

/** What another user, or a program, has put in the place of what is ours. */
const PLANTED: Readonly<Record<string, (runtime: string, victim: string) => void>> = {
  'a directory of another user': (runtime) => {
    fs.mkdirSync(runtime, { mode: 0o755 });
    fs.chownSync(runtime, STRANGER, STRANGER);
  },
  'a directory that others may write in': (runtime) => {
    fs.mkdirSync(runtime);
    fs.chmodSync(runtime, 0o777);
  },
  'a link for the registry': (runtime, victim) => {
    own(runtime);
    fs.symlinkSync(victim, path.join(runtime, 'pods.json'));
  },
  'a link for the chatter of a Pod': (runtime, victim) => {
    own(runtime);
    own(path.join(runtime, 'q'));
    fs.symlinkSync(victim, path.join(runtime, 'q', 'stderr.log'));
  },
  'a link for the socket': (runtime, victim) => {
    own(runtime);
    own(path.join(runtime, 'q'));
    fs.symlinkSync(victim, podSocketIn(runtime));
  },
};

const podSocketIn = (runtime: string) => path.join(runtime, 'q', 'sock');
