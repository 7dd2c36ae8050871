// What is known of a Pod before it is started: whether its name is free, where it would work, what it might be called.
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type HomePaths, podRuntimeDir } from '../protocol/homePaths';
import { directoryFault, newNameFault } from './runPod';
import { suggestedName } from './suggestedName';

export interface NewPodLook {
  readonly home: HomePaths;
  /** Empty: none is wanted yet. */
  readonly name: string;
  /** As typed: `~` is the user's home, and what is relative lies in `cwd`. */
  readonly directory: string;
  /** Words of the command; may be empty. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly userHome: string | null;
}

export interface NewPodFacts {
  /** Why it cannot have the name, a sentence; null: it can, or none was given. */
  readonly nameFault: string | null;
  /** A name that is free. */
  readonly suggestion: string;
  /** Why nothing can start there, a sentence; null: it can. */
  readonly directoryFault: string | null;
  /** Absolute paths of directories that go on from what is typed, in the order of their names. */
  readonly directories: readonly string[];
}

/** More are no help to who completes. */
const MOST_DIRECTORIES = 50;

/** Never rejects. What it says may be otherwise a moment later: the start itself decides. */
export async function checkNewPod(look: NewPodLook): Promise<NewPodFacts> {
  const { home, name, argv, directory } = look;
  const where = typedDirectory(directory, look);
  return {
    nameFault: name === '' ? null : await newNameFault(home, name),
    suggestion: suggestedName(where, argv, (each) => isTakenIn(home, each)),
    directoryFault: directoryFault(where)?.message ?? null,
    directories: directoriesFrom(directory, where),
  };
}

/** By what is stored; a start that comes between is refused as any other. */
export function isTakenIn(home: HomePaths, name: string): boolean {
  return existsSync(path.join(home.pods, name)) || existsSync(podRuntimeDir(home, name));
}

/** Absolute; of an empty text `cwd` itself. */
export function typedDirectory(
  text: string,
  { cwd, userHome }: { readonly cwd: string; readonly userHome: string | null },
): string {
  const [, rest] = /^~(?:\/(.*))?$/s.exec(text) ?? [];
  if (userHome !== null && /^~(?:\/|$)/.test(text)) return path.resolve(userHome, rest ?? '');
  return path.resolve(cwd, text);
}

/** Hidden ones only where a dot was typed. */
function directoriesFrom(typed: string, where: string): readonly string[] {
  const isInside = typed === '' || typed === '~' || typed.endsWith('/');
  const above = isInside ? where : path.dirname(where);
  const start = isInside ? '' : path.basename(where);
  return entriesOf(above)
    .filter((entry) => entry.name.startsWith(start) && (start !== '' || !entry.name.startsWith('.')))
    .map((entry) => path.join(above, entry.name))
    .sort()
    .slice(0, MOST_DIRECTORIES);
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() || entry.isSymbolicLink(),
    );
  } catch {
    return [];
  }
}
