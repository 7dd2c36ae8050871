// Which rows the picker shows and where: read by the view, the mouse and the page keys alike.

import type { ListRow } from '../../podList/groupPods';
import type { PodEntry } from '../../podList/podList';
import { windowTop } from '../../podList/windowTop';
import { screenLayout } from '../frame/screenLayout';
import { listRows } from '../groups/groupsSelectors';
import type { Rect } from '../kit/frame';
import { contains, splitBottom } from '../kit/rects';
import { selectedRowKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { listEntries } from '../scope/scopeSelectors';
import { COLUMNS_FOR_BOTH, detailsWidth } from './pickerSelectors';

export interface PickerPlan {
  readonly titles: Rect;
  readonly rows: Rect;
  /** "+52 more", and which rows these are. */
  readonly more: Rect;
  /** More about the selected Pod, where there is room: beside the list, or else below it. */
  readonly details: Rect | null;
  /** All rows, also those that are scrolled out of sight, with the heads of their groups. */
  readonly all: readonly ListRow[];
  readonly shown: readonly ListRow[];
  /** All Pods of the list, those of folded groups too. */
  readonly pods: readonly PodEntry[];
  /** The first row that is shown, from 0. */
  readonly top: number;
  /** Rows that there is room for. */
  readonly pageSize: number;
}

const ROWS_BESIDE_LIST = 2;
/** With details below, the list has half of the rows, but so many first. */
const LEAST_ROWS_ABOVE_DETAILS = 10;
const MIN_DETAILS_HEIGHT = 6;

/** The rows around the selected one; where they were scrolled to while none is selected. */
export function planPicker(state: DashboardState): PickerPlan {
  const { body: whole } = screenLayout(state);
  const { list: body, beside } = splitDetails(whole);
  const pageSize = rowsIn(body, beside !== null, state.picker.mostRows);
  const selected = selectedRowKey(state);
  const all = listRows(state);
  const at = all.findIndex(({ key }) => key === selected);
  const window = windowTop(all.length, pageSize, state.picker.top, at);
  // The first of a group is shown with its head.
  const top = at > 0 && at === window && pageSize > 1 && all[at - 1]?.kind === 'group' ? window - 1 : window;
  const titlesHeight = body.height >= 2 ? 1 : 0;
  const rowsHeight = Math.min(pageSize, Math.max(0, body.height - titlesHeight));
  const moreAt = body.y + titlesHeight + rowsHeight;
  const left = body.y + body.height - moreAt;
  const { bottom } = splitBottom(body, left - 1);
  return {
    titles: { ...body, height: titlesHeight },
    rows: { ...body, y: body.y + titlesHeight, height: rowsHeight },
    more: { ...body, y: moreAt, height: Math.min(1, left) },
    details: beside ?? (bottom.height >= MIN_DETAILS_HEIGHT ? bottom : null),
    all,
    shown: all.slice(top, top + pageSize),
    pods: listEntries(state),
    top,
    pageSize,
  };
}

/** Beside its details the list has all rows; above them half. */
function rowsIn(body: Rect, isBeside: boolean, most: number | null): number {
  const room = Math.max(1, body.height - ROWS_BESIDE_LIST);
  const own = isBeside ? room : Math.max(LEAST_ROWS_ABOVE_DETAILS, Math.floor(room / 2));
  return Math.min(room, own, most ?? Number.POSITIVE_INFINITY);
}

function splitDetails(body: Rect): { readonly list: Rect; readonly beside: Rect | null } {
  if (body.width < COLUMNS_FOR_BOTH || body.height < MIN_DETAILS_HEIGHT) return { list: body, beside: null };
  const width = detailsWidth(body.width);
  const list = { ...body, width: body.width - width - 1 };
  return { list, beside: { ...body, x: body.x + list.width + 1, width } };
}

/** The row that lies under a cell, or null. */
export function rowAt(plan: PickerPlan, x: number, y: number): ListRow | null {
  return contains(plan.rows, x, y) ? (plan.shown[y - plan.rows.y] ?? null) : null;
}
