// Whose output is searched follows the scope: where that changes under the search, it is made anew.
import type { StepHook } from '../loop/hook';
import { sought } from './reduceOutput';

export const searchingAgain: StepHook = (step, { before }) => {
  const { state } = step;
  if (state.pane.kind !== 'output' || before.pane.kind !== 'output') return step;
  const [was, now] = [before.scope, state.scope];
  if (was.state === now.state && was.reach === now.reach && was.places === now.places && was.rows === now.rows)
    return step;
  return { ...step, state: sought(state, state.output.field) };
};
