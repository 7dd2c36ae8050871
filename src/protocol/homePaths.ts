// Where one home keeps its things: the store directory and the runtime directory (design: directories).
import os from 'node:os';
import path from 'node:path';

/** Linux `sockaddr_un` holds 108 bytes with the closing NUL (formats §1). */
export const MAX_SOCKET_PATH_BYTES = 107;

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
export function resolveHome(env: NodeJS.ProcessEnv): HomePaths {
  if (env.PODWATCH_HOME) return homeInDirectory(env.PODWATCH_HOME);
  const xdgData = env.XDG_DATA_HOME || path.join(env.HOME || os.homedir(), '.local', 'share');
  const data = env.PODWATCH_DATA_DIR || path.join(xdgData, 'podwatch');
  const runtime =
    env.PODWATCH_RUNTIME_DIR ||
    (env.XDG_RUNTIME_DIR ? path.join(env.XDG_RUNTIME_DIR, 'podwatch') : path.join(data, 'run'));
  return homePaths(data, runtime);
}

/** `<data>/pods/<name>/metadata.json`. */
export function metadataPath(home: HomePaths, podName: string): string {
  return path.join(home.pods, podName, 'metadata.json');
}

/** `<data>/sessions/<session>/<segment>.jsonl`. */
export function segmentLogPath(home: HomePaths, sessionId: string, segmentId: string): string {
  return path.join(home.sessions, sessionId, `${segmentId}.jsonl`);
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
