// Writes a file of the user's for an agent: the old text or the new one, whole, and all else about the file as it was.
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf, isMissing } from '../../../store/fileErrors';

let writes = 0;

/** `file`: absolute, no link. `umask`: of the user. Missing directories are made. @throws file errors; the file is as it was then. */
export async function replaceText(file: string, text: string, umask: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o777 & ~umask });
  const before = await statOf(file);
  if (before !== null && !before.isFile()) throw new Error('it is not a regular file');
  // Another name of the file, or another owner, would be lost with a new one.
  const isShared = before !== null && (before.nlink > 1 || before.uid !== process.getuid?.());
  const mode = before === null ? 0o666 & ~umask : before.mode & 0o7777;
  if (isShared || !(await replaced(file, text, mode))) await overwrite(file, text);
}

async function statOf(file: string): Promise<Stats | null> {
  try {
    return await lstat(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** False: no file can be made beside it. */
async function replaced(file: string, text: string, mode: number): Promise<boolean> {
  writes += 1;
  const temp = path.join(path.dirname(file), `.${path.basename(file).slice(0, 200)}.${process.pid}.${writes}.tmp`);
  try {
    const handle = await open(temp, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temp, file);
    return true;
  } catch (error) {
    await rm(temp, { force: true }).catch(() => {});
    if (errnoOf(error) === 'EACCES' || errnoOf(error) === 'EPERM') return false;
    throw error;
  }
}

async function overwrite(file: string, text: string): Promise<void> {
  const { O_WRONLY, O_TRUNC, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = constants;
  const handle = await open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}
