// Where insomnia keeps its Pods: its own rules, so that its home is found as it finds it (formats §1).
import path from 'node:path';
import { type HomePaths, homeInDirectory, homePaths } from './homePaths';

type Environment = Readonly<Record<string, string | undefined>>;

/** The home that the environment names; null where it names none. An empty variable counts as unset; `~` is not expanded. */
export function insomniaHome(env: Environment): HomePaths | null {
  const data = env.INSOMNIA_DATA_DIR || env.INSOMNIA_HOME || inUserDirectory(env);
  const runtime = runtimeOf(env);
  return data === null || runtime === null ? null : homePaths(data, runtime);
}

/**
 * The home whose data are in `directory`. That of the environment, and the user's own `~/.insomnia`, have their runtime
 * directory where insomnia puts it; any other one has it in itself.
 */
export function insomniaHomeIn(directory: string, env: Environment): HomePaths {
  const data = path.resolve(directory);
  const byEnvironment = insomniaHome(env);
  if (byEnvironment?.data === data) return byEnvironment;
  const { INSOMNIA_HOME: _home, INSOMNIA_DATA_DIR: _data, ...others } = env;
  const byUser = insomniaHome(others);
  return byUser?.data === data ? byUser : homeInDirectory(data);
}

/**
 * What a program of insomnia is started with, so that it works in that home: nothing changes where it would anyway. A home
 * in one directory is named as such, else both directories are.
 */
export function insomniaEnvironment({ data, runtime }: HomePaths, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const byItself = insomniaHome(env);
  if (byItself?.data === data && byItself.runtime === runtime) return env;
  if (runtime !== path.join(data, 'run')) return { ...env, INSOMNIA_DATA_DIR: data, INSOMNIA_RUNTIME_DIR: runtime };
  const { INSOMNIA_DATA_DIR: _data, INSOMNIA_RUNTIME_DIR: _runtime, INSOMNIA_CONFIG_DIR: _config, ...others } = env;
  return { ...others, INSOMNIA_HOME: data };
}

function runtimeOf(env: Environment): string | null {
  if (env.INSOMNIA_RUNTIME_DIR) return env.INSOMNIA_RUNTIME_DIR;
  if (env.INSOMNIA_HOME) return path.join(env.INSOMNIA_HOME, 'run');
  if (env.XDG_RUNTIME_DIR) return path.join(env.XDG_RUNTIME_DIR, 'insomnia');
  const data = inUserDirectory(env);
  return data === null ? null : path.join(data, 'run');
}

function inUserDirectory({ HOME }: Environment): string | null {
  return HOME ? path.join(HOME, '.insomnia') : null;
}
