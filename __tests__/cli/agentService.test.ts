// `podwatch agent --install` and `--uninstall`: a unit that is shown first, and only ever ours that goes.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
let unit: string;
beforeEach(() => {
  home = makeTempHome();
  unit = path.join(home.directory, 'user/.config/systemd/user/podwatch-agent.service');
  const config = path.join(home.directory, 'config.json');
  fs.writeFileSync(config, '{"fleet": {"servers": ["nats://127.0.0.1:1"], "user": "anna", "name": "h1"}}');
  home.env.PODWATCH_CONFIG = config;
});
afterEach(() => home.close());

it('prints the unit, and writes that very one, for its user alone', async () => {
  const printed = await home.podwatch(['agent', '--print']);
  expect(printed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`"${CLI}" "agent"`) });
  expect(printed.stdout).toContain(`Environment="PODWATCH_HOME=${home.paths.data}"`);
  const installed = await home.podwatch(['agent', '--install', '--yes']);
  expect(installed).toMatchObject({ code: 0, stderr: '' });
  expect(installed.stdout).toContain('systemctl --user enable --now podwatch-agent');
  expect(installed.stdout).toContain('loginctl enable-linger');
  expect(fs.readFileSync(unit, 'utf8')).toBe(printed.stdout);
  expect(fs.statSync(unit).mode & 0o777).toBe(0o600);
  expect(await home.podwatch(['agent', '--uninstall', '--yes'])).toMatchObject({ code: 0, stderr: '' });
  expect(fs.existsSync(unit)).toBe(false);
  expect(await home.podwatch(['agent', '--uninstall', '--yes'])).toMatchObject({ code: 0, stderr: '' });
});

it('writes nothing unasked, without a fleet, or over what is not ours', async () => {
  expect(await home.podwatch(['agent', '--install'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  expect(await home.podwatch(['agent', '--install', '--print'])).toMatchObject({ code: 2 });
  fs.mkdirSync(path.dirname(unit), { recursive: true });
  fs.writeFileSync(unit, '[Unit]\n');
  for (const word of ['--install', '--uninstall']) {
    const refused = await home.podwatch(['agent', word, '--yes']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('not ours') });
  }
  expect(fs.readFileSync(unit, 'utf8')).toBe('[Unit]\n');
  fs.rmSync(unit);
  delete home.env.PODWATCH_CONFIG;
  expect(await home.podwatch(['agent', '--install', '--yes'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('fleet join'),
  });
  expect(fs.existsSync(unit)).toBe(false);
});
