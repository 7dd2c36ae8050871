// The variables and the home directory that decide where the tools keep their sessions.
import os from 'node:os';
import path from 'node:path';
import type { ToolEnvironment } from './sessionFacts';

/** `directory`: where the user is; null = nowhere in particular. */
export function toolEnvironment(env: ToolEnvironment['env'], directory: string | null): ToolEnvironment {
  return { env, home: env.HOME ? path.resolve(env.HOME) : homeOfUser(), directory };
}

/** `os.homedir` would give the empty HOME: then all of it would be sought where the user is. */
function homeOfUser(): string {
  try {
    return os.userInfo().homedir;
  } catch {
    // Nobody whom the system knows.
    return '/';
  }
}
