// The composer's target after each step.
import type { StepHook } from '../loop/hook';
import { selectedKey } from '../loop/podSelection';

/** While it is focused only the user's own moves change its target, whatever becomes of the selection. */
export const targetFollowing: StepHook = (step, { before, cause }) => {
  const { state } = step;
  if (cause.kind !== 'intent' || !state.composer.focused) return step;
  const target = selectedKey(state);
  if (target === selectedKey(before)) return step;
  return { ...step, state: { ...state, composer: { ...state.composer, target } } };
};
