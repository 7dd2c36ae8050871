// Where one home keeps its things: the store directory and the runtime directory (design: directories).
import os from 'node:os';
import path from 'node:path';
import type { Parsed } from './parsed';

export interface HomePaths {
  /** The store directory, absolute; also the `home` of every `PodId`. */
  readonly data: string;
  readonly pods: string;
  readonly sessions: string;
  /** The runtime directory, absolute. */
  readonly runtime: string;
  /** `<runtime>/pods.json`. */
  readonly registry: string;
}

/** Whose program keeps a home. */
export type HomeKind = 'podwatch' | 'insomnia';

/** A home as the user knows it. */
export interface Home extends HomePaths {
  /** What stands before the colon in `HOME:NAME`; missing: nothing can. */
  readonly name?: string;
  /** Missing: each record says whose it is. */
  readonly kind?: HomeKind;
}

/** The paths of a home whose parts are given. */
export function homePaths(data: string, runtime: string): HomePaths {
  return {
    data: path.resolve(data),
    pods: path.resolve(data, 'pods'),
    sessions: path.resolve(data, 'sessions'),
    runtime: path.resolve(runtime),
    registry: path.resolve(runtime, 'pods.json'),
  };
}

/** A home in one directory (`--home DIR`, `PODWATCH_HOME`): the runtime directory is `run` inside it. */
export function homeInDirectory(directory: string): HomePaths {
  return homePaths(directory, path.join(directory, 'run'));
}

/** Our own home as the environment says it. An empty variable counts as unset; `~` is not expanded. */
export function resolveHome(env: NodeJS.ProcessEnv): Parsed<HomePaths> {
  if (env.PODWATCH_HOME) return { ok: true, value: homeInDirectory(env.PODWATCH_HOME) };
  const data = env.PODWATCH_DATA_DIR || inUserDirectory(env, env.XDG_DATA_HOME, '.local/share');
  if (data === null) {
    const error = 'There is no home directory: HOME is not set, and the system knows none for this user.';
    return { ok: false, error: `${error} Say where Pods are kept: PODWATCH_HOME=DIR podwatch …` };
  }
  const runtime =
    env.PODWATCH_RUNTIME_DIR ||
    (env.XDG_RUNTIME_DIR ? path.join(env.XDG_RUNTIME_DIR, 'podwatch') : path.join(data, 'run'));
  return { ok: true, value: homePaths(data, runtime) };
}

/**
 * Our directory below one of the base directories (`XDG_…`), or below where the user has it by default.
 * Null: the user has no home directory, as in a container with a uid that no file names.
 */
export function inUserDirectory(env: NodeJS.ProcessEnv, base: string | undefined, byDefault: string): string | null {
  if (base) return path.join(base, 'podwatch');
  const user = env.HOME || systemHome();
  return user === null ? null : path.join(user, byDefault, 'podwatch');
}

function systemHome(): string | null {
  try {
    return os.homedir();
  } catch {
    return null;
  }
}

// Joined as they are: the directories are normalized, and names and ids are plain path components by their parse.

/** `<data>/pods/<name>/metadata.json`. */
export function metadataPath(home: HomePaths, podName: string): string {
  return `${home.pods}/${podName}/metadata.json`;
}

/** `<data>/pods/<name>/holder.json`: ours alone, beside the record. */
export function podHolderPath(home: HomePaths, podName: string): string {
  return `${home.pods}/${podName}/holder.json`;
}

/** `<data>/pods/<name>/archived`: ours alone; that it is there is all it says. */
export function podArchivedPath(home: HomePaths, podName: string): string {
  return `${home.pods}/${podName}/archived`;
}

/** `<data>/sessions/<session>/<segment>.jsonl`. */
export function segmentLogPath(home: HomePaths, sessionId: string, segmentId: string): string {
  return `${home.sessions}/${sessionId}/${segmentId}.jsonl`;
}

/** The last screen of a terminal Pod, beside its segment log: `<segment>.screen` (bytes that redraw it). */
export function segmentScreenPath(home: HomePaths, sessionId: string, segmentId: string): string {
  return path.join(home.sessions, sessionId, `${segmentId}.screen`);
}

/**
 * The recording of a terminal Pod, beside its segment log: `<segment>.cast`, an asciicast; `<segment>.cast.1` is the half
 * before it, once it was long enough for two.
 */
export function segmentCastPath(home: HomePaths, sessionId: string, segmentId: string): string {
  return path.join(home.sessions, sessionId, `${segmentId}.cast`);
}

/** `<runtime>/<name>`: socket, pid, status and stderr of one live Pod. */
export function podRuntimeDir(home: HomePaths, podName: string): string {
  return path.join(home.runtime, podName);
}

/** `<runtime>/<name>/sock`. */
export function podSocketPath(home: HomePaths, podName: string): string {
  return path.join(home.runtime, podName, 'sock');
}
