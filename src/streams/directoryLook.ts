// One directory looked at again and again: a signature that differs where anything in it does, at as few calls as that takes.
import fs from 'node:fs';
import path from 'node:path';

/** Entries of a directory that are looked at one by one; the directories in a larger one have watches of their own. */
const MAX_ENTRIES = 200;
/** Younger file times say nothing of what came behind the look: clocks of file systems are coarse, ns. */
const SETTLED_NS = 2_000_000_000n;

export class DirectoryLook {
  /** The names that stood there, as long as the directory itself is as it was; null: they must be listed. */
  private listed: { readonly own: string; readonly names: readonly string[] } | null = null;
  private inode: number | null = null;

  constructor(private readonly directory: string) {}

  /** Of the directory at the last look; null: there was none. */
  get lastInode(): number | null {
    return this.inode;
  }

  /** Differs where the directory is another one, or an entry has come, gone or changed; empty where there is none. */
  signature(): string {
    try {
      const stats = fs.statSync(this.directory, { bigint: true, throwIfNoEntry: false });
      this.inode = stats === undefined || !stats.isDirectory() ? null : Number(stats.ino);
      if (stats === undefined) {
        this.listed = null;
        return '';
      }
      const own = textOf(stats);
      const names = this.namesIn(own, stats.mtimeNs);
      return [own, ...names.map((name) => `${name}:${signatureOf(path.join(this.directory, name))}`)].join('\n');
    } catch {
      this.listed = null;
      this.inode = null;
      return '';
    }
  }

  /** Those whose changes do not show in the directory itself, nor in a watch of their own. */
  private namesIn(own: string, changedNs: bigint): readonly string[] {
    if (this.listed?.own === own) return this.listed.names;
    const isSettled = BigInt(Date.now()) * 1_000_000n - changedNs > SETTLED_NS;
    const entries = fs.readdirSync(this.directory, { withFileTypes: true });
    const looked = entries.length > MAX_ENTRIES ? entries.filter((entry) => !entry.isDirectory()) : entries;
    const names = looked.slice(0, MAX_ENTRIES).map(({ name }) => name);
    this.listed = isSettled ? { own, names } : null;
    return names;
  }
}

function signatureOf(file: string): string {
  const stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : textOf(stats);
}

function textOf({ dev, ino, size, mtimeNs }: fs.BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}`;
}
