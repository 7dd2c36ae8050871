// `ls` over hosts of which one refuses and one says nothing: each is told with what was known of it.
import fs from 'node:fs';
import path from 'node:path';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

test('a host that refuses is told with its reason, also where another one is waited for', async () => {
  const ssh = path.join(home.directory, 'ssh');
  const script = `#!/bin/sh
case "$*" in
  *refuses*) echo 'ssh: connect to host refuses port 22: Connection refused' >&2; exit 255;;
esac
exec sleep 60
`;
  fs.writeFileSync(ssh, script, { mode: 0o700 });
  const configuration = path.join(home.directory, 'config.json');
  fs.writeFileSync(configuration, JSON.stringify({ hosts: { refuses: {}, silent: {} } }));
  Object.assign(home.env, { PATH: `${home.directory}:${process.env.PATH}`, PODWATCH_CONFIG: configuration });
  // Long enough that the one which refuses is tried again meanwhile.
  const ran = await home.podwatch(['ls', '--wait', '5']);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toMatch(/refuses is not reached since .*Connection refused/);
  expect(ran.stderr).toContain('silent is not reached (no answer within 5 s)');
});
