// Hosts whose users log in to other shells, by a real sshd: reached by the whole path, and by what a login finds.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canShowUsers, SSHD, startSshd } from '../fixtures/loopbackSshd';
import { MARK_VARIABLE } from '../fixtures/processesWithMark';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const SHELLS = ['bash', 'zsh', 'fish', 'dash', 'tcsh'];

const canBeOthers = SSHD !== null && canShowUsers();
if (!canBeOthers) process.stderr.write('There is no sshd with users of its own: tests of login shells are skipped.\n');

function whereIs(program: string): string | null {
  const found = ['/bin', '/usr/bin', '/usr/local/bin'].map((directory) => path.join(directory, program));
  return found.find((file) => fs.existsSync(file)) ?? null;
}

describe.each(SHELLS)('a host whose login shell is %s', (name) => {
  const shell = whereIs(name);
  const where = canBeOthers && shell !== null ? test : test.skip;
  let own: TempHome;
  let there: TempHome;
  beforeEach(() => {
    own = makeTempHome();
    there = makeTempHome();
  });
  afterEach(() => Promise.all([own.close(), there.close()]));

  /** The home of a user whose start-up files say something, and find podwatch where only a login looks. */
  function furnish(): string {
    const user = path.join(there.directory, 'user');
    const bin = path.join(user, 'my bin');
    fs.mkdirSync(bin);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`;
    fs.writeFileSync(path.join(bin, 'podwatch'), program, { mode: 0o755 });
    const line = `export PATH="${bin}:$PATH"; echo "Welcome"\n`;
    for (const file of ['.profile', '.bash_profile', '.zprofile']) fs.writeFileSync(path.join(user, file), line);
    fs.mkdirSync(path.join(user, '.config/fish'), { recursive: true });
    fs.writeFileSync(path.join(user, '.config/fish/config.fish'), `set -x PATH "${bin}" $PATH\necho Welcome\n`);
    fs.writeFileSync(path.join(user, '.cshrc'), 'echo Welcome\n');
    return user;
  }

  function usersWith(home: string): string {
    const { username } = os.userInfo();
    const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
    const changed = lines.map((line) => {
      const fields = line.split(':');
      return fields[0] === username ? [...fields.slice(0, 5), home, shell].join(':') : line;
    });
    const file = path.join(there.directory, 'passwd');
    fs.writeFileSync(file, changed.join('\n'), { mode: 0o644 });
    return file;
  }

  where('has its Pods', async () => {
    const before = fs.readFileSync('/etc/passwd', 'utf8');
    const directory = path.join(there.directory, 'ssh');
    fs.mkdirSync(directory, { mode: 0o700 });
    const env = { PODWATCH_HOME: there.paths.data, [MARK_VARIABLE]: there.directory, LANG: 'C.UTF-8' };
    const sshd = await startSshd({ directory, env, users: usersWith(furnish()) });
    try {
      const sshConfig = path.join(own.directory, 'ssh_config');
      fs.writeFileSync(sshConfig, sshd.hostBlock('h1'), { mode: 0o600 });
      const config = path.join(own.directory, 'config.json');
      own.env.PODWATCH_CONFIG = config;
      const configure = (more: object) =>
        fs.writeFileSync(config, JSON.stringify({ hosts: { h1: { sshConfig, ...more } } }));

      configure({ command: [process.execPath, CLI] });
      const program = ['sh', '-c', 'echo "shell=$SHELL agent=[$SSH_AUTH_SOCK]"; exec sleep 600'];
      expect(await own.podwatch(['run', '-d', "h1/it's", '--', ...program])).toMatchObject({ code: 0 });
      const said = await until(async () => /shell=.*/.exec((await own.podwatch(['logs', "h1/it's"])).stdout)?.[0]);
      expect(said).toBe(`shell=${shell} agent=[]`);

      configure({});
      const [found] = JSON.parse((await own.podwatch(['hosts', '--json', '--wait', '30'])).stdout);
      // It takes no `-l` beside a command: an absolute path is the way out.
      if (name === 'tcsh')
        expect(found).toMatchObject({
          state: 'needs-you',
          problem: 'podwatch (node) is not found on h1',
          advice: expect.stringContaining('hosts.h1.command'),
        });
      else expect(found).toMatchObject({ state: 'reached', problem: null });

      configure({ command: [process.execPath, CLI] });
      expect(await own.podwatch(['stop', "h1/it's"])).toMatchObject({ code: 0 });
    } finally {
      await sshd.stop();
    }
    expect(fs.readFileSync('/etc/passwd', 'utf8')).toBe(before);
  });
});
