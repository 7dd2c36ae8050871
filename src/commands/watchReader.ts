// Tells when whoever reads a pipe has gone, also while nothing is written into it.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** No event says it to one who only writes: looked at this often, ms. */
const LOOK_EVERY_MS = 300;
/** Of the open flags of a descriptor: how it may be used, and that it may only be written to (open(2)). */
const ACCESS_MODE = 0o3;
const WRITE_ONLY = 0o1;

/**
 * Calls `gone` at most once. Linux alone says who holds a pipe, and only of the user's own processes: where that leaves it
 * open (another user reads, another system) the next write says it.
 * @param fd of an output; nothing is done for one that is no pipe.
 * @returns ends the watch.
 */
export function watchReader(fd: number, gone: () => void): () => void {
  const pipe = linkOf(`/proc/self/fd/${fd}`);
  let readers = pipe?.startsWith('pipe:') ? readersOf(pipe) : [];
  if (pipe === null || readers.length === 0) return () => {};
  const timer = setInterval(() => {
    if (readers.some((reader) => linkOf(reader) === pipe)) return;
    readers = readersOf(pipe);
    if (readers.length > 0) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** The descriptors of other processes from which that pipe is read, as paths in /proc. */
function readersOf(pipe: string): readonly string[] {
  const others = namesIn('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return others.flatMap((pid) =>
    namesIn(`/proc/${pid}/fd`)
      .filter((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === pipe && isReadable(`/proc/${pid}/fdinfo/${fd}`))
      .map((fd) => `/proc/${pid}/fd/${fd}`),
  );
}

function isReadable(fdinfo: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(fdinfo, 'latin1'))?.[1] ?? '';
    return (Number.parseInt(flags, 8) & ACCESS_MODE) !== WRITE_ONLY;
  } catch {
    return false;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Another user's, or gone meanwhile.
    return [];
  }
}

function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
