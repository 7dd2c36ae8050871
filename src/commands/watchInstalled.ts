// Tells when the package that this process was started from is replaced: an upgrade, a rebuild.
import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { debounceTime, distinctUntilChanged, map, Observable, startWith, switchMap, timer } from 'rxjs';
import { displayText } from '../cells/displayText';

/** Files are written one after another; only what has come to rest is looked at, ms. */
const SETTLED_MS = 500;
/** The watches are set up behind the first screen, ms; what has changed by then is found. */
const WATCH_AFTER_MS = 200;

/** What is installed at one time; null: nothing that is whole. */
interface Installed {
  readonly version: string;
  /** Which file its program is. */
  readonly program: string;
}

/**
 * One sentence for the user once something else is installed than when it was subscribed; null until then. `root`: the
 * directory of the package, whose program is `dist/cli.js`. Nothing is looked at without an event. Never errors.
 */
export function watchInstalled(root: string, watchDirectory = watch): Observable<string | null> {
  return new Observable<string | null>((observer) => {
    const atFirst = installed(root);
    const changes = timer(WATCH_AFTER_MS)
      .pipe(
        switchMap(() => hints(root, watchDirectory).pipe(startWith(undefined))),
        debounceTime(SETTLED_MS),
        map(() => note(atFirst, installed(root))),
        startWith(null),
        distinctUntilChanged(),
      )
      .subscribe((text) => observer.next(text));
    return () => changes.unsubscribe();
  });
}

function note(before: Installed | null, now: Installed | null): string | null {
  // Between removal and unpacking nothing is there.
  if (before === null || now === null || before.program === now.program) return null;
  const which =
    before.version === now.version ? 'is installed anew' : `${displayText(now.version)} is installed by now`;
  return `podwatch ${which}; this one is older and goes on. To use the new one: quit, and start it again.`;
}

function installed(root: string): Installed | null {
  try {
    const { ino, mtimeMs, size } = statSync(path.join(root, 'dist', 'cli.js'));
    const found: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const version: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, 'version') : null;
    return typeof version === 'string' ? { version, program: `${version} ${ino} ${mtimeMs} ${size}` } : null;
  } catch {
    return null;
  }
}

/** Something has changed in the package, or has taken its place. What else its parent directory holds costs nothing. */
function hints(root: string, watchDirectory: typeof watch): Observable<void> {
  return new Observable<void>((observer) => {
    const [parent, dist] = [path.dirname(root), path.join(root, 'dist')];
    const heard = () => {
      // Which of them is another directory now, no event says for sure.
      for (const one of all) one.renew();
      observer.next();
    };
    const all = [
      new NamedWatch(parent, new Set([path.basename(root)]), heard, watchDirectory),
      new NamedWatch(root, new Set(['dist', 'package.json']), heard, watchDirectory),
      new NamedWatch(dist, new Set(['cli.js']), heard, watchDirectory),
    ];
    for (const one of all) one.renew();
    return () => {
      for (const one of all) one.close();
    };
  });
}

/** Watches a directory for a few names; set up anew only where another directory has come in its place. */
class NamedWatch {
  private watcher: FSWatcher | null = null;
  private watched: string | null = null;

  constructor(
    private readonly directory: string,
    private readonly names: ReadonlySet<string>,
    private readonly heard: () => void,
    private readonly watchDirectory: typeof watch,
  ) {}

  renew(): void {
    const now = identity(this.directory);
    if (now === this.watched) return;
    this.close();
    if (now === null) return;
    try {
      this.watcher = this.watchDirectory(this.directory, { persistent: false }, (_event, name) => this.hear(name));
      this.watcher.on('error', () => this.lose());
      this.watched = now;
    } catch {
      // It has gone, or there are no watches left: then nothing is said.
    }
  }

  close(): void {
    this.watcher?.close();
    this.watcher = null;
    this.watched = null;
  }

  private hear(name: string | null): void {
    // Its own name: the directory itself has gone, and a new one may have its number.
    if (name === path.basename(this.directory)) this.lose();
    else if (name === null || this.names.has(name)) this.heard();
  }

  private lose(): void {
    this.close();
    this.heard();
  }
}

/** Null: it is not there. */
function identity(directory: string): string | null {
  try {
    const { dev, ino } = statSync(directory);
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
