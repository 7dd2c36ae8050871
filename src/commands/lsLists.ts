// The list of `ls` where sockets, hosts or other programs are asked for it, once or after every change.
import { lastValueFrom, Subject, skipWhile, takeUntil } from 'rxjs';
import type { PodList } from '../podList/podList';
import { watchPods } from '../streams/watchPods';
import type { CommandContext } from './commandContext';
import { podSources } from './findPod';
import { whenReaderGone } from './whenReaderGone';

interface ListOrder {
  /** Those of agent CLIs too. */
  readonly sessions: boolean;
  /** That are asked, by their names. */
  readonly hosts: 'all' | readonly string[];
  /** How long a host is waited for; null: as usual. */
  readonly waitMs: number | null;
}

/** An age on the screen is no older than this, ms. */
const AGES_EVERY_MS = 10_000;
/** To the corner, and all below it away. */
const ANEW = '\x1b[H\x1b[J';

/** Whole. */
export async function readList(context: CommandContext, order: ListOrder): Promise<PodList> {
  return lastValueFrom(watchPods(await sourcesOf(context, order), { watch: false }));
}

/** Ends with whoever reads it, or when it is interrupted. */
export async function followList(
  context: CommandContext,
  order: ListOrder,
  show: (list: PodList) => void,
): Promise<void> {
  const { stdout } = context;
  const list$ = watchPods(await sourcesOf(context, order));
  const gone$ = new Subject<void>();
  const stopWatching = whenReaderGone(stdout.fd, () => gone$.next());
  let last: PodList | null = null;
  const draw = () => {
    if (stdout.isTTY) stdout.write(ANEW);
    if (last !== null) show(last);
  };
  const ages = stdout.isTTY ? setInterval(draw, AGES_EVERY_MS) : undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      list$
        .pipe(
          skipWhile(({ loading }) => loading),
          takeUntil(gone$),
        )
        .subscribe({
          next: (list) => {
            last = list;
            draw();
          },
          error: reject,
          complete: resolve,
        });
    });
  } finally {
    clearInterval(ages);
    stopWatching();
  }
}

async function sourcesOf(context: CommandContext, { sessions, hosts, waitMs }: ListOrder) {
  if (waitMs !== null && context.openHosts !== null) (await context.openHosts()).lookOnceMs = waitMs;
  return podSources(context, { sessions, hosts });
}
