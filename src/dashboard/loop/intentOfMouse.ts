// What a mouse action means, by what lies under it.

import type { MouseInput } from '../../input/inputEvent';
import { shownFeatures, topFeature } from './features';
import type { Intent } from './intent';
import type { DashboardState } from './state';

const NOTHING: Intent = { kind: 'nothing' };

/** `at` in Unix ms. A click selects, two open, the wheel turns pages, rows or text. */
export function intentOfMouse(state: DashboardState, { action, button, x, y, isAlt }: MouseInput, at: number): Intent {
  if (action === 'wheelup' || action === 'wheeldown') {
    const { wheel } = topFeature(state);
    return wheel === 0 ? NOTHING : { kind: 'scroll', by: action === 'wheeldown' ? wheel : -wheel };
  }
  if (button !== 'left' || state.overlay !== null) return NOTHING;
  if (action !== 'down') return topFeature(state).drag(state, { x, y, at, action, isAlt: isAlt === true }) ?? NOTHING;
  for (const feature of shownFeatures(state)) {
    const intent = feature.hit(state, { x, y, at });
    if (intent !== null) return intent;
  }
  return NOTHING;
}
