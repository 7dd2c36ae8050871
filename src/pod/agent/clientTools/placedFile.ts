// Where a path of an agent really leads: links are followed, also those that lead nowhere yet.
import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../../../store/fileErrors';

/** As the kernel's own. */
const MAX_LINKS = 40;

export interface PlacedFile {
  /** Absolute, without a link in it. */
  readonly file: string;
  /** It lies in the directory, or is that itself, however it was named. */
  readonly isInside: boolean;
}

/** `directory`, `named`: absolute. @throws file errors, also where links go in a circle. */
export async function placedFile(directory: string, named: string): Promise<PlacedFile> {
  const [inside, file] = await Promise.all([realpath(directory), withoutLinks(path.normalize(named), 0)]);
  const way = path.relative(inside, file);
  return { file, isInside: way !== '..' && !way.startsWith('../') && !path.isAbsolute(way) };
}

async function withoutLinks(file: string, depth: number): Promise<string> {
  if (depth > MAX_LINKS) throw new Error(`too many links: ${file}`);
  try {
    return await realpath(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const parent = path.dirname(file);
  if (parent === file) return file;
  const link = await linkTarget(file);
  const directory = await withoutLinks(parent, depth);
  return link === null
    ? path.join(directory, path.basename(file))
    : withoutLinks(path.resolve(directory, link), depth + 1);
}

async function linkTarget(file: string): Promise<string | null> {
  try {
    return (await lstat(file)).isSymbolicLink() ? await readlink(file) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
