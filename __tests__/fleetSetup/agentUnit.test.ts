// The unit of the agent: what systemd itself reads in it, whatever stands in paths and variables.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AGENT_UNIT, agentUnitFile, agentUnitText } from '../../src/fleetSetup/agentUnit';

const VERIFIER = 'systemd-analyze';
const hasVerifier = spawnSync(VERIFIER, ['--version']).status === 0;
if (!hasVerifier) process.stderr.write('There is no systemd-analyze: units are not verified.\n');

const argv = [process.execPath, '/opt/pod watch/100%/$HOME/cli.js', 'agent'];

it('starts the program again whenever it ends, but for what trying again does not mend, and leaves its Pods alone', () => {
  const text = agentUnitText({ argv, env: {} });
  expect(text).toContain('Restart=always\nRestartSec=2\nRestartPreventExitStatus=2\n');
  expect(text).toContain('KillMode=process\n');
  expect(text).toContain('WantedBy=default.target\n');
  expect(text).toContain(`"/opt/pod watch/100%%/$$HOME/cli.js" "agent"`);
});

it('keeps where homes and configuration are, and nothing else of the environment', () => {
  const text = agentUnitText({ argv, env: { PATH: '/a b:/c', PODWATCH_HOME: '/h "x"', TOKEN: 'secret', LANG: '' } });
  expect(text).toContain('Environment="PATH=/a b:/c"\nEnvironment="PODWATCH_HOME=/h \\"x\\""\n');
  expect(text).not.toContain('secret');
  expect(text).not.toContain('LANG');
});

it('lies where systemd looks for units of a user', () => {
  expect(agentUnitFile({ HOME: '/h' })).toBe(`/h/.config/systemd/user/${AGENT_UNIT}`);
  expect(agentUnitFile({ HOME: '/h', XDG_CONFIG_HOME: '/c' })).toBe(`/c/systemd/user/${AGENT_UNIT}`);
  expect(agentUnitFile({})).toBeNull();
});

(hasVerifier ? it : it.skip)('is without a fault to systemd', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'podwatch-unit-'));
  try {
    const program = path.join(directory, 'pod "watch" 100% $HOME');
    fs.writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    const file = path.join(directory, AGENT_UNIT);
    fs.writeFileSync(file, agentUnitText({ argv: [program, 'agent'], env: process.env }));
    execFileSync(VERIFIER, ['verify', '--user', '--man=no', file], {
      stdio: 'pipe',
      env: { ...process.env, XDG_RUNTIME_DIR: directory },
    });
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
});
