// Where insomnia's home is, and what its programs are started with so that they work in it.
import { homePaths } from '../../src/protocol/homePaths';
import { insomniaEnvironment, insomniaHome, insomniaHomeIn } from '../../src/protocol/insomniaHome';

describe('the home that the environment names', () => {
  it.each<[NodeJS.ProcessEnv, string | null, string | null]>([
    [{}, null, null],
    [{ XDG_RUNTIME_DIR: '/r' }, null, null],
    [{ HOME: '/u' }, '/u/.insomnia', '/u/.insomnia/run'],
    [{ HOME: '/u', XDG_RUNTIME_DIR: '/r' }, '/u/.insomnia', '/r/insomnia'],
    [{ HOME: '/u', XDG_RUNTIME_DIR: '/r', INSOMNIA_HOME: '/i' }, '/i', '/i/run'],
    [{ HOME: '/u', XDG_RUNTIME_DIR: '', INSOMNIA_HOME: '' }, '/u/.insomnia', '/u/.insomnia/run'],
    [{ INSOMNIA_HOME: '/i', INSOMNIA_DATA_DIR: '/d' }, '/d', '/i/run'],
    [{ INSOMNIA_HOME: '/i', INSOMNIA_RUNTIME_DIR: '/t' }, '/i', '/t'],
    [{ HOME: '/u', INSOMNIA_DATA_DIR: '/d', XDG_RUNTIME_DIR: '/r' }, '/d', '/r/insomnia'],
    // There is no XDG step for the data.
    [{ HOME: '/u', XDG_DATA_HOME: '/x' }, '/u/.insomnia', '/u/.insomnia/run'],
  ])('%j', (env, data, runtime) => {
    const home = insomniaHome(env);
    expect([home?.data ?? null, home?.runtime ?? null]).toEqual([data, runtime]);
  });
});

describe('the home in a directory', () => {
  const env = { HOME: '/u', XDG_RUNTIME_DIR: '/r', INSOMNIA_HOME: '/i' };

  it.each([
    ['/i', '/i/run'],
    ['/u/.insomnia', '/r/insomnia'],
    ['/u/.insomnia/', '/r/insomnia'],
    ['/elsewhere', '/elsewhere/run'],
  ])('%s has its runtime directory at %s', (directory, runtime) => {
    expect(insomniaHomeIn(directory, env).runtime).toBe(runtime);
  });
});

describe('what a program of insomnia is started with', () => {
  const env = { HOME: '/u', XDG_RUNTIME_DIR: '/r', INSOMNIA_CONFIG_DIR: '/c', KEY: 'x' };

  it('is what we have, where it would work in that home anyway', () => {
    expect(insomniaEnvironment(homePaths('/u/.insomnia', '/r/insomnia'), env)).toBe(env);
  });

  it('names a home in one directory, and nothing that would lead elsewhere', () => {
    const given = { ...env, INSOMNIA_DATA_DIR: '/d', INSOMNIA_RUNTIME_DIR: '/t' };
    expect(insomniaEnvironment(homePaths('/h', '/h/run'), given)).toEqual({
      HOME: '/u',
      XDG_RUNTIME_DIR: '/r',
      KEY: 'x',
      INSOMNIA_HOME: '/h',
    });
  });

  it('names both directories of a home that is in two', () => {
    const started = insomniaEnvironment(homePaths('/h', '/s'), env);
    expect(started).toEqual({ ...env, INSOMNIA_DATA_DIR: '/h', INSOMNIA_RUNTIME_DIR: '/s' });
    expect(insomniaHome(started)).toEqual(homePaths('/h', '/s'));
  });
});
