// What a mouse action means, by what lies under it.

import { contains, screenLayout } from '../frame/screenLayout';
import { planGrid, tileAt } from '../grid/gridPlan';
import { planPicker, rowAt } from '../picker/pickerPlan';
import type { MouseInput } from './inputEvent';
import type { Intent } from './intent';
import type { DashboardState } from './state';

/** Rows that one notch of the wheel scrolls a text. */
const WHEEL_ROWS = 3;

const NOTHING: Intent = { kind: 'nothing' };

/** `at` in Unix ms. A click selects, two open, the wheel turns pages, rows or text. */
export function intentOfMouse(state: DashboardState, { action, button, x, y }: MouseInput, at: number): Intent {
  if (state.composer.focused && action !== 'down') return NOTHING;
  if (action === 'wheelup' || action === 'wheeldown') {
    const direction = action === 'wheeldown' ? 1 : -1;
    const isText =
      state.pane.kind === 'conversation' ||
      state.pane.kind === 'zoom' ||
      state.overlay?.kind === 'help' ||
      state.overlay?.kind === 'why' ||
      state.overlay?.kind === 'permission';
    return { kind: 'scroll', by: direction * (isText ? WHEEL_ROWS : 1) };
  }
  if (action !== 'down' || button !== 'left' || state.overlay !== null) return NOTHING;
  if (contains(screenLayout(state).composer, x, y)) return { kind: 'compose' };
  const entry = entryAt(state, x, y);
  return entry === null ? NOTHING : { kind: 'click', key: entry.key, at };
}

function entryAt(state: DashboardState, x: number, y: number): { readonly key: string } | null {
  switch (state.pane.kind) {
    case 'grid':
      return tileAt(planGrid(state), x, y)?.entry ?? null;
    case 'picker':
      return rowAt(planPicker(state), x, y);
    case 'zoom':
      return state.pane.entry;
    case 'conversation':
      return null;
  }
}
