// Where a home is: the environment's rules, with empty variables as unset.
import os from 'node:os';
import path from 'node:path';
import {
  homeInDirectory,
  homePaths,
  metadataPath,
  podRuntimeDir,
  podSocketPath,
  resolveHome,
  segmentLogPath,
  segmentScreenPath,
} from '../../src/protocol/homePaths';

describe('resolveHome', () => {
  it.each<[string, NodeJS.ProcessEnv, string, string]>([
    ['PODWATCH_HOME', { PODWATCH_HOME: '/p', PODWATCH_DATA_DIR: '/d', XDG_RUNTIME_DIR: '/x' }, '/p', '/p/run'],
    ['PODWATCH_DATA_DIR and PODWATCH_RUNTIME_DIR', { PODWATCH_DATA_DIR: '/d', PODWATCH_RUNTIME_DIR: '/r' }, '/d', '/r'],
    ['PODWATCH_DATA_DIR alone', { PODWATCH_DATA_DIR: '/d', HOME: '/h' }, '/d', '/d/run'],
    ['PODWATCH_RUNTIME_DIR alone', { PODWATCH_RUNTIME_DIR: '/r', HOME: '/h' }, '/h/.local/share/podwatch', '/r'],
    ['the XDG variables', { XDG_DATA_HOME: '/xd', XDG_RUNTIME_DIR: '/xr' }, '/xd/podwatch', '/xr/podwatch'],
    ['XDG_RUNTIME_DIR beside our data', { PODWATCH_DATA_DIR: '/d', XDG_RUNTIME_DIR: '/xr' }, '/d', '/xr/podwatch'],
    ['HOME', { HOME: '/h' }, '/h/.local/share/podwatch', '/h/.local/share/podwatch/run'],
    [
      'empty variables as unset',
      {
        PODWATCH_HOME: '',
        PODWATCH_DATA_DIR: '',
        PODWATCH_RUNTIME_DIR: '',
        XDG_DATA_HOME: '',
        XDG_RUNTIME_DIR: '',
        HOME: '/h',
      },
      '/h/.local/share/podwatch',
      '/h/.local/share/podwatch/run',
    ],
    ['a tilde, which is not expanded', { PODWATCH_HOME: '/~/p' }, '/~/p', '/~/p/run'],
  ])('follows %s', (_, env, data, runtime) => {
    expect(resolveHome(env)).toEqual({ ok: true, value: homePaths(data, runtime) });
  });

  it('falls back to the home directory of the account', () => {
    const data = path.join(os.homedir(), '.local/share/podwatch');
    expect(resolveHome({ HOME: '' })).toMatchObject({ value: { data } });
  });
});

describe('the paths of a home', () => {
  const home = homeInDirectory('/h');

  it('are those of the formats', () => {
    expect(home).toEqual({
      data: '/h',
      pods: '/h/pods',
      sessions: '/h/sessions',
      runtime: '/h/run',
      registry: '/h/run/pods.json',
    });
    expect(metadataPath(home, 'a b')).toBe('/h/pods/a b/metadata.json');
    expect(segmentLogPath(home, 's', 'g')).toBe('/h/sessions/s/g.jsonl');
    expect(segmentScreenPath(home, 's', 'g')).toBe('/h/sessions/s/g.screen');
    expect(podRuntimeDir(home, 'p')).toBe('/h/run/p');
    expect(podSocketPath(home, 'p')).toBe('/h/run/p/sock');
  });

  it('are absolute and normal, so that one home has one identity', () => {
    expect(homeInDirectory('x/../y/').data).toBe(path.resolve('y'));
    expect(homeInDirectory('/h/').data).toBe('/h');
  });
});
