// Every home that the commands look at: our own, those of the configuration, those of --home, and insomnia's.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/readConfig';
import { type Home, type HomePaths, homeInDirectory, homePaths } from '../protocol/homePaths';
import { insomniaHome, insomniaHomeIn } from '../protocol/insomniaHome';
import { distinctHomes, realPath } from '../store/distinctHomes';

export interface KnownHomesRequest {
  readonly own: HomePaths;
  readonly configured: Config['homes'];
  /** As given with `--home`. */
  readonly named: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Our own first. Each has a name of its own; the home of insomnia is there without being asked for, where it exists. */
export function knownHomes({ own, configured, named, env }: KnownHomesRequest): readonly [Home, ...Home[]] {
  const listed = configured.map((home) => configuredHome(home, env));
  const ours = listed.find(({ data }) => realPath(data) === realPath(own.data));
  const found = insomniaHome(env);
  const insomnia: readonly Home[] =
    found !== null && isThere(found) ? [{ ...found, name: 'insomnia', kind: 'insomnia' }] : [];
  const isInsomnia = (directory: string) =>
    insomnia.some(({ data }) => realPath(data) === realPath(path.resolve(directory)));
  const directories = named.filter((directory) => !isInsomnia(directory)).map((directory) => namedHome(directory, env));
  const all = distinctHomes([
    { ...own, name: ours?.name ?? 'podwatch', kind: 'podwatch' },
    ...listed,
    ...directories,
    ...insomnia,
  ]);
  return withOwnNames(all);
}

function isThere({ pods, registry }: HomePaths): boolean {
  return existsSync(pods) || existsSync(registry);
}

function configuredHome({ name, kind, data, runtime }: Config['homes'][number], env: NodeJS.ProcessEnv): Home {
  const directory = inUserDirectory(data, env);
  if (runtime !== undefined) return { ...homePaths(directory, inUserDirectory(runtime, env)), name, kind };
  const paths = kind === 'insomnia' ? insomniaHomeIn(directory, env) : homeInDirectory(directory);
  return { ...paths, name, kind };
}

/** No shell has been at it. */
function inUserDirectory(directory: string, { HOME = '' }: NodeJS.ProcessEnv): string {
  return directory === '~' || directory.startsWith('~/') ? path.join(HOME, directory.slice(1)) : directory;
}

/** Whose it is its records say. */
function namedHome(directory: string, env: NodeJS.ProcessEnv): Home {
  const home = insomniaHomeIn(directory, env);
  return { ...home, name: path.basename(home.data).replace(/^\.+/, '').replaceAll(':', '-') || 'home' };
}

/** A name that is taken already gets a number. */
function withOwnNames([own, ...others]: readonly [Home, ...Home[]]): readonly [Home, ...Home[]] {
  const taken = new Set([own.name]);
  const named = others.map((home) => {
    let name = home.name;
    for (let count = 2; taken.has(name); count += 1) name = `${home.name}-${count}`;
    taken.add(name);
    return { ...home, ...(name !== undefined && { name }) };
  });
  return [own, ...named];
}
