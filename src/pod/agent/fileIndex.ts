// The files that a message can mention: those of the directory where the agent works, as git knows them, else as they lie.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Files are looked for anew when that is so long ago, ms. */
const FRESH_MS = 5000;
/** Of a directory without git: files that are listed, and how deep. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 8;
const GIT_TIMEOUT_MS = 3000;
const GIT_BYTES = 16 * 1024 * 1024;
/** Answers to one prefix. */
const MAX_FOUND = 20;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'target', '__pycache__', 'venv']);

export interface FoundFile {
  /** Relative to the directory, with `/`. */
  readonly value: string;
  readonly is_dir: boolean;
}

export class FileIndex {
  private listing: Promise<readonly string[]> | null = null;
  private listedAt = 0;

  /** `cwd`: absolute. */
  constructor(private readonly cwd: string) {}

  /** What fits best first: names that begin so, then names, then paths that hold it, then its letters in their order. */
  async find(query: string): Promise<readonly FoundFile[]> {
    const wanted = query.toLowerCase();
    return withDirectories(await this.files())
      .flatMap((file) => {
        const rank = rankOf(file.value.toLowerCase(), wanted);
        return rank === null ? [] : [{ file, rank }];
      })
      .sort(
        (a, b) =>
          a.rank - b.rank || a.file.value.length - b.file.value.length || (a.file.value < b.file.value ? -1 : 1),
      )
      .slice(0, MAX_FOUND)
      .map(({ file }) => file);
  }

  private files(): Promise<readonly string[]> {
    if (this.listing === null || performance.now() - this.listedAt > FRESH_MS) {
      this.listedAt = performance.now();
      this.listing = gitFiles(this.cwd).then((files) => files ?? walked(this.cwd));
    }
    return this.listing;
  }
}

/** Null: the directory is not in a repository, or there is no git. */
function gitFiles(cwd: string): Promise<readonly string[] | null> {
  const args = ['-C', cwd, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  return new Promise((resolve) => {
    execFile('git', args, { timeout: GIT_TIMEOUT_MS, maxBuffer: GIT_BYTES, encoding: 'utf8' }, (error, stdout) =>
      resolve(error === null ? stdout.split('\0').filter((file) => file !== '') : null),
    );
  });
}

async function walked(cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  const walk = async (directory: string, depth: number): Promise<void> => {
    const entries = await readdir(path.join(cwd, directory), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (files.length >= MAX_FILES) return;
      const name = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (entry.isFile()) files.push(name);
      else if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith('.') && !SKIPPED.has(entry.name)) {
        await walk(name, depth + 1);
      }
    }
  };
  await walk('', 0);
  return files;
}

function withDirectories(files: readonly string[]): readonly FoundFile[] {
  const directories = new Set<string>();
  for (const file of files) {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      const directory = file.slice(0, at);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return [
    ...files.map((value) => ({ value, is_dir: false })),
    ...[...directories].map((directory) => ({ value: `${directory}/`, is_dir: true })),
  ];
}

/** Smaller is better; null: it does not fit. */
function rankOf(file: string, wanted: string): number | null {
  if (wanted === '') return file.split('/').length;
  const name = file.slice(file.lastIndexOf('/', file.length - 2) + 1);
  if (file.startsWith(wanted)) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  if (file.includes(wanted)) return 3;
  let at = 0;
  for (const letter of file) if (letter === wanted[at]) at += 1;
  return at === wanted.length ? 4 : null;
}
