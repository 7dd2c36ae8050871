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
export function watchInstalled(root: string): Observable<string | null> {
  return new Observable<string | null>((observer) => {
    const atFirst = installed(root);
    const changes = timer(WATCH_AFTER_MS)
      .pipe(
        switchMap(() => hints(root).pipe(startWith(undefined))),
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

/** Something has changed in the package, or has taken its place. Directories that go are watched anew when they are back. */
function hints(root: string): Observable<void> {
  return new Observable<void>((observer) => {
    const watchers = new Map<string, FSWatcher>();
    const sync = () => {
      for (const directory of [path.dirname(root), root, path.join(root, 'dist')]) {
        if (!watchers.has(directory)) open(directory);
      }
    };
    const open = (directory: string) => {
      try {
        const watcher = watch(directory, { persistent: false }, () => heard());
        watcher.on('error', () => heard());
        watchers.set(directory, watcher);
      } catch {
        // Not there, or there are no watches left: then nothing is said.
      }
    };
    const heard = () => {
      // Which of them is another directory now, no event says for sure.
      close();
      sync();
      observer.next();
    };
    const close = () => {
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    };
    sync();
    return close;
  });
}
