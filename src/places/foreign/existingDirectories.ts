// Which directories exist, asked all at once, with a bound: a dead network drive must not hold up the list.
import { stat } from 'node:fs/promises';
import { errnoOf } from '../../store/fileErrors';

/** A directory that does not answer within is taken to exist, ms. */
const WAIT_MS = 300;

/** Those of `directories` that exist, or may. */
export async function existingDirectories(directories: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(directories)];
  const gone = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  await Promise.race([Promise.all(asked.map((directory) => look(directory, gone))), late]);
  clearTimeout(timer);
  return new Set(asked.filter((directory) => !gone.has(directory)));
}

async function look(directory: string, gone: Set<string>): Promise<void> {
  try {
    if (!(await stat(directory)).isDirectory()) gone.add(directory);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === null) gone.add(directory);
  }
}
