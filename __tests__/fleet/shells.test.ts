// The one command of a host in every login shell: where a login finds podwatch it is found, where the configuration names it that is run.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { HostSpec } from '../../src/hosts/hostSpec';
import { sshArguments } from '../../src/hosts/sshCommand';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';

const SPEC: HostSpec = { name: 'h1', ssh: 'h1', command: null, compress: false, sshConfig: null };
const SHELLS = ['bash', 'zsh', 'fish', 'dash', 'tcsh', 'sh'];
const MAGIC = 'PODWATCH-LINK 1\n';

function whereIs(program: string): string | null {
  const found = ['/bin', '/usr/bin', '/usr/local/bin'].map((directory) => path.join(directory, program));
  return found.find((file) => fs.existsSync(file)) ?? null;
}

describe.each(SHELLS)('as sshd starts it with %s', (name) => {
  const shell = whereIs(name);
  let home: TempHome;
  beforeEach(() => {
    home = makeTempHome();
    const user = path.join(home.directory, 'user');
    const bin = path.join(user, 'my bin');
    fs.mkdirSync(bin);
    // Noise of a start-up file, and a place that only a login has in its PATH.
    const line = `export PATH="${bin}:$PATH"; echo "Welcome to $HOSTNAME"\n`;
    for (const file of ['.profile', '.bash_profile', '.zprofile']) fs.writeFileSync(path.join(user, file), line);
    fs.mkdirSync(path.join(user, '.config/fish'), { recursive: true });
    fs.writeFileSync(path.join(user, '.config/fish/config.fish'), `set -x PATH "${bin}" $PATH\necho Welcome\n`);
    fs.writeFileSync(path.join(bin, 'podwatch'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`, {
      mode: 0o755,
    });
  });
  afterEach(() => home.close());

  /** What comes until the magic line, or to the end. */
  function said(command: readonly string[] | null): Promise<string> {
    const remote = sshArguments({ ...SPEC, command }, '/dev/null').at(-1) ?? '';
    const env = { ...home.env, SHELL: shell ?? '', PATH: '/usr/bin:/bin' };
    const child = spawn(shell ?? '', ['-c', remote], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    return new Promise((resolve) => {
      let text = '';
      const take = (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (text.includes(MAGIC)) child.stdin.end();
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.stdin.on('error', () => {});
      child.once('close', () => resolve(text));
    });
  }

  const where = shell === null ? test.skip : test;

  where('by its absolute path', async () => {
    expect(await said([process.execPath, CLI])).toContain(MAGIC);
    expect(await said(['sh', '-c', `exec "$@"`, "it's", process.execPath, CLI])).toContain(MAGIC);
  });

  where('by what a login finds', async () => {
    const text = await said(null);
    // It takes no `-l` beside a command: an absolute path is the way out, and that is said.
    if (name === 'tcsh') expect(text).toBe('podwatch: not found\n');
    else expect(text).toContain(MAGIC);
  });
});
