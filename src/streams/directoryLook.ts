// One directory looked at again and again: whether anything in it is another than before, at as few calls as that takes.
import fs from 'node:fs';

/** Entries of a directory that are looked at one by one. */
const MAX_ENTRIES = 200;
/** Younger file times say nothing of what came behind the look: clocks of file systems are coarse, ms. */
const SETTLED_MS = 2000;
const ABSENT_OK = { throwIfNoEntry: false } as const;
/** Numbers of one file: device, inode, size, time of its last change (ms, with a fraction finer than any clock). */
const PER_FILE = 4;

export class DirectoryLook {
  private names: readonly string[] = [];
  /** As long as the directory itself is as it was, they need not be listed again. */
  private isListed = false;
  /** What the last look has found: the numbers of the directory, then of its entries, 0 for what is not there; null: none yet. */
  private seen: Float64Array | null = null;
  private inode: number | null = null;

  constructor(private readonly directory: string) {}

  /** Of the directory at the last look; null: there was none. */
  get lastInode(): number | null {
    return this.inode;
  }

  /** False where the directory is another one, or an entry has come, gone or changed, since the last look; and at the first. */
  isAsBefore(): boolean {
    const found = this.found();
    const before = this.seen;
    this.seen = found;
    return before !== null && before.length === found.length && found.every((value, at) => value === before[at]);
  }

  private found(): Float64Array {
    try {
      const stats = fs.statSync(this.directory, ABSENT_OK);
      this.inode = stats?.isDirectory() === true ? stats.ino : null;
      if (stats === undefined) {
        this.isListed = false;
        return new Float64Array(0);
      }
      const names = this.namesIn(stats);
      const found = new Float64Array((1 + names.length) * PER_FILE);
      note(found, 0, stats);
      for (let at = 0; at < names.length; at++) {
        const entry = fs.statSync(`${this.directory}/${names[at] ?? ''}`, ABSENT_OK);
        if (entry !== undefined) note(found, (1 + at) * PER_FILE, entry);
      }
      return found;
    } catch {
      this.isListed = false;
      this.inode = null;
      return new Float64Array(0);
    }
  }

  /** Those whose changes do not show in the directory itself. Directories in it have looks of their own. */
  private namesIn({ dev, ino, size, mtimeMs }: fs.Stats): readonly string[] {
    const { seen } = this;
    const isSame = seen?.[0] === dev && seen[1] === ino && seen[2] === size && seen[3] === mtimeMs;
    if (isSame && this.isListed) return this.names;
    this.isListed = Date.now() - mtimeMs > SETTLED_MS;
    const entries = fs.readdirSync(this.directory, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory()).slice(0, MAX_ENTRIES);
    const names = files.map(({ name }) => name);
    // Another name for the same file is as old and as large as it was.
    if (names.some((name, at) => name !== this.names[at])) this.seen = null;
    this.names = names;
    return names;
  }
}

function note(found: Float64Array, at: number, { dev, ino, size, mtimeMs }: fs.Stats): void {
  found[at] = dev;
  found[at + 1] = ino;
  found[at + 2] = size;
  found[at + 3] = mtimeMs;
}
