// Where the parts of the screen lie, whatever its size: header, notice, scope, body, composer, footer.
import { composerHeight } from '../composer/composerSelectors';
import { failureRows } from '../failures/failuresSelectors';
import { fetchesText } from '../fetches/fetchesSelectors';
import type { Rect } from '../kit/frame';
import type { DashboardState } from '../loop/state';
import { isScoped } from '../scope/scopeSelectors';
import { messageRows } from './messageRows';
import { firstOfEachPlace } from './noticePane';

export interface ScreenLayout {
  readonly header: Rect;
  /** What could not be done; no rows while there is nothing of it. */
  readonly failures: Rect;
  /** What is fetched; no row while nothing is. */
  readonly fetches: Rect;
  /** What could not be read; no rows while all could, or where every row counts. */
  readonly notice: Rect;
  /** The search field, and how much is hidden and why; no rows while nothing can be. */
  readonly scope: Rect;
  readonly body: Rect;
  /** Who is written to and the text; no rows while there is nothing to see of it. */
  readonly composer: Rect;
  /** The bar, or the message line while there is a message. */
  readonly footer: Rect;
}

/** Of the screen, for each row of problems: below this many a problem is only a mark in the header. */
const ROWS_FOR_NOTICE = 12;
const MAX_NOTICE_ROWS = 3;
const ROWS_FOR_SCOPE = 4;
const ROWS_FOR_FETCHES = 6;

/** One row above, one below (a long message has more), the rest between; on a terminal of one or two rows something gets no row. */
export function screenLayout(state: DashboardState): ScreenLayout {
  const { list, scope } = state;
  const { cols, rows } = state.size;
  const headerHeight = rows >= 2 ? 1 : 0;
  // What a key would do to a Pod is read before it is pressed.
  const hasFooter = rows >= 3 || state.overlay?.kind === 'confirm';
  const footerHeight = hasFooter ? Math.max(1, messageRows(state).length) : 0;
  const failuresHeight = Math.min(failureRows(state).rows.length, Math.max(0, rows - headerHeight - footerHeight));
  const noticeHeight = Math.min(firstOfEachPlace(list).length, MAX_NOTICE_ROWS, Math.floor(rows / ROWS_FOR_NOTICE));
  const fetchesHeight = fetchesText(state.fetches) !== null && rows >= ROWS_FOR_FETCHES ? 1 : 0;
  const fetchesAt = headerHeight + failuresHeight;
  const noticeAt = fetchesAt + fetchesHeight;
  const scopeAt = noticeAt + noticeHeight;
  // Nobody types without seeing it.
  const isScopeShown = scope.searching || (isScoped(state) && rows >= ROWS_FOR_SCOPE);
  const scopeHeight = isScopeShown ? Math.min(1, Math.max(0, rows - scopeAt - footerHeight)) : 0;
  const bodyAt = scopeAt + scopeHeight;
  const composerRows = Math.min(composerHeight(state), Math.max(0, rows - bodyAt - footerHeight));
  const bodyHeight = Math.max(0, rows - bodyAt - composerRows - footerHeight);
  const composerAt = bodyAt + bodyHeight;
  return {
    header: { x: 0, y: 0, width: cols, height: headerHeight },
    failures: { x: 0, y: headerHeight, width: cols, height: failuresHeight },
    fetches: { x: 0, y: fetchesAt, width: cols, height: fetchesHeight },
    notice: { x: 0, y: noticeAt, width: cols, height: noticeHeight },
    scope: { x: 0, y: scopeAt, width: cols, height: scopeHeight },
    body: { x: 0, y: bodyAt, width: cols, height: bodyHeight },
    composer: { x: 0, y: composerAt, width: cols, height: composerRows },
    footer: { x: 0, y: composerAt + composerRows, width: cols, height: footerHeight },
  };
}
