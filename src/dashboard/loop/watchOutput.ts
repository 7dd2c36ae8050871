// The search over output that the state wants, and no other: a moment after the last letter, until it is no longer wanted.
import { type SchedulerLike, Subscription, switchMap, timer } from 'rxjs';
import { type OutputOrder, outputOrder } from '../output/outputSelectors';
import type { DashboardPorts } from './ports';
import type { Report } from './report';
import type { DashboardState } from './state';

/** Whoever types on means another text, ms. */
const TYPING_PAUSE = 120;

export interface OutputWatch {
  sync(state: DashboardState): void;
}

/** Everything it opens ends with `owner`. */
export function watchOutput(
  search: DashboardPorts['searchOutput'],
  report: (report: Report) => void,
  owner: Subscription,
  scheduler: SchedulerLike,
): OutputWatch {
  let running: { readonly id: number; readonly subscription: Subscription } | null = null;
  return {
    sync(state) {
      const order = outputOrder(state);
      if (owner.closed || (running?.id ?? null) === (order?.id ?? null)) return;
      running?.subscription.unsubscribe();
      running = null;
      if (order === null) return;
      const subscription = new Subscription();
      running = { id: order.id, subscription };
      owner.add(subscription);
      subscription.add(searched(search, order, report, scheduler));
    },
  };
}

function searched(
  search: DashboardPorts['searchOutput'],
  { id, query, entries }: OutputOrder,
  report: (report: Report) => void,
  scheduler: SchedulerLike,
): Subscription {
  const faults: string[] = [];
  let isFirst = true;
  return timer(TYPING_PAUSE, scheduler)
    .pipe(switchMap(() => search(entries(), query)))
    .subscribe({
      next: (news) => {
        if (news.kind === 'fault') {
          faults.push(news.message);
          return;
        }
        report({ kind: 'outputFound', id, isFirst, hits: news.hits });
        isFirst = false;
      },
      complete: () => report({ kind: 'outputSearched', id, isFirst, faults }),
    });
}
