// The environment of a Pod's program: the starter's, without what speaks of the starter's own terminal and tools.
import { outerMarkers } from './outerMarkers';

export interface ProgramPlace {
  readonly podName: string;
  readonly socketPath: string;
  /** Where the program starts; absolute. */
  readonly cwd: string;
}

/** `PODWATCH_POD` and `PODWATCH_SOCKET` tell a program, and its hooks, in which Pod it runs (formats §7). */
export function programEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { podName, socketPath, cwd }: ProgramPlace,
): Record<string, string> {
  const outer = outerMarkers(env);
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !outer.has(name)) own[name] = value;
  }
  own.TERM = 'xterm-256color';
  own.COLORTERM = 'truecolor';
  // Programs believe it, and the starter may have been elsewhere.
  if (own.PWD !== undefined) own.PWD = cwd;
  own.PODWATCH_POD = podName;
  own.PODWATCH_SOCKET = socketPath;
  return own;
}
