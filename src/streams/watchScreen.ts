// The live screen of one Pod that offers the extension `screen`, folded from its updates.

import { Observable } from 'rxjs';
import type { PodScreen, ScreenRow } from '../cells/podScreen';
import { connectPod } from '../client/connectPod';
import type { Dial } from '../client/dial';
import type { PodConnection } from '../client/podConnection';
import type { ScreenUpdate } from '../protocol/screenUpdate';
import type { PodPlace, WireMethod } from '../protocol/wireMethod';
import { screenRow } from './screenRow';

export type ScreenFeed =
  | { readonly kind: 'screen'; readonly screen: PodScreen }
  | { readonly kind: 'lost'; readonly reason: string };

/** Frames a second at most, where the caller does not say. */
const DEFAULT_MAX_FPS = 10;

const SCREEN_EVENTS: ReadonlySet<string> = new Set(['snapshot', 'screen']);

interface ScreenWatching {
  readonly maxFps?: number;
  /** The Pod that we are in ourselves; null: none. */
  readonly inside?: PodPlace | null;
  /** Knows of its connection from now on; returns what ends that. */
  readonly hold?: (connection: PodConnection) => () => void;
}

/** An own connection for as long as it is subscribed. Ends with `lost`, whatever the reason; never errors. */
export function watchScreen(
  dial: Dial,
  { maxFps = DEFAULT_MAX_FPS, inside = null, hold }: ScreenWatching = {},
): Observable<ScreenFeed> {
  const params = { max_fps: maxFps, scrolls: true, ...(inside && { inside }) };
  return new Observable((subscriber) => {
    let send: (method: WireMethod) => void = () => {};
    let screen: PodScreen | null = null;
    // Hundreds of updates a second come by: nothing is made for each but its rows.
    return connectPod(dial, { only: SCREEN_EVENTS, entries: 'none' }).subscribe((event) => {
      if (event.kind === 'connected') {
        send = event.send;
        subscriber.add(heldBy(hold, event.connection));
      } else if (event.kind === 'refused' || event.kind === 'closed') {
        subscriber.next({ kind: 'lost', reason: event.reason });
        subscriber.complete();
      } else if (event.kind !== 'event') return;
      else if (event.event.event === 'snapshot') {
        // Only after the snapshot may a client write (formats §5).
        send({ method: 'watch_screen', params });
      } else if (event.event.event === 'screen') {
        screen = applyUpdate(screen, event.event.data);
        if (screen !== null) subscriber.next({ kind: 'screen', screen });
      }
    });
  });
}

function heldBy(hold: ScreenWatching['hold'], connection: PodConnection | undefined): (() => void) | undefined {
  return connection && hold?.(connection);
}

/** Rows that did not change keep their identity. Null: changes before any full screen say nothing. */
function applyUpdate(before: PodScreen | null, update: ScreenUpdate): PodScreen | null {
  if (before === null && !update.full) return null;
  const { cols, rows, cursor, title, output_bytes: outputBytes } = update;
  const old = update.full ? [] : (before?.lines.slice(update.scrolled ?? 0) ?? []);
  const lines: ScreenRow[] = Array.from({ length: rows }, (_, y) => old[y] ?? BLANK_ROW);
  for (const [y, runs] of update.lines) {
    if (y < rows) lines[y] = screenRow(runs);
  }
  const [x, y] = cursor ?? [0, 0];
  return { cols, rows, cursor: { x, y, visible: cursor !== null }, title, outputBytes, lines };
}

const BLANK_ROW: ScreenRow = [];
