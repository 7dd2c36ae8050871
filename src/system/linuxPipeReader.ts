// Linux: whether somebody reads a pipe of ours.
import { linkOf, numbersIn, textOf } from './procFiles';

/** Of the open flags of a descriptor: how it may be used, and that it may only be written to (open(2)). */
const ACCESS_MODE = 0o3;
const WRITE_ONLY = 0o1;

/** See `System`. Only the user's own processes can be seen: where none of them reads it at first, nobody can know. */
export function linuxPipeReader(fd: number): (() => boolean) | null {
  const pipe = linkOf(`/proc/self/fd/${fd}`);
  if (pipe?.startsWith('pipe:') !== true) return null;
  let readers = readersOf(pipe);
  if (readers.length === 0) return null;
  return () => {
    if (readers.some((reader) => linkOf(reader) === pipe)) return true;
    readers = readersOf(pipe);
    return readers.length > 0;
  };
}

/** The descriptors of other processes from which that pipe is read, as paths in /proc. */
function readersOf(pipe: string): readonly string[] {
  const others = numbersIn('/proc').filter((pid) => pid !== process.pid);
  return others.flatMap((pid) =>
    numbersIn(`/proc/${pid}/fd`)
      .filter((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === pipe && isReadable(`/proc/${pid}/fdinfo/${fd}`))
      .map((fd) => `/proc/${pid}/fd/${fd}`),
  );
}

function isReadable(fdinfo: string): boolean {
  const flags = /^flags:\s*([0-7]+)$/m.exec(textOf(fdinfo) ?? '')?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & ACCESS_MODE) !== WRITE_ONLY;
}
