// On which machine a place is: a place of another one begins with the host's name, `HOST:HOME`.
import type { PodId } from './podId';

/** Places of this machine are absolute paths, or bare names of programs: neither looks like this. */
const ON_HOST = /^([A-Za-z0-9][A-Za-z0-9._-]{0,62}):(\/.*)$/s;

/** The host's name; null: this machine. */
export function hostOf({ place }: Pick<PodId, 'place'>): string | null {
  return ON_HOST.exec(place)?.[1] ?? null;
}

/** The place as its own machine calls it: of a home the absolute path of its store directory. */
export function homeOf({ place }: Pick<PodId, 'place'>): string {
  return ON_HOST.exec(place)?.[2] ?? place;
}

/** Its directory, as far as that is one of this machine. */
export function directoryHere({ id, cwd }: { readonly id: PodId; readonly cwd: string | null }): string | null {
  return hostOf(id) === null ? cwd : null;
}

/** `home`: an absolute path on that host. */
export function placeOnHost(host: string, home: string): string {
  return `${host}:${home}`;
}

/** A Pod as it is called everywhere where its host does not stand beside it. Untrusted text. */
export function podWord(id: PodId): string {
  return nameOnHost(hostOf(id), id.name);
}

/** What a command line calls a Pod; `host` null: it is on this machine. Untrusted text. */
export function nameOnHost(host: string | null, name: string): string {
  return host === null ? name : `${host}/${name}`;
}
