// While only what is near is shown, where the directories of the list lie is asked for, each once.
import { directoryHere } from '../../podList/podPlace';
import type { StepHook } from '../loop/hook';

/** A list may bring new ones. */
export const placingDirectories: StepHook = (step) => {
  const { state } = step;
  const { list, scope, cwd } = state;
  if (scope.reach === 'everywhere') return step;
  const unknown = new Set(
    list.entries.flatMap((entry) => {
      const directory = directoryHere(entry);
      return directory === null || scope.places.has(directory) ? [] : [directory];
    }),
  );
  if (unknown.size === 0) return step;
  const directories = [...unknown];
  const places = new Map([...scope.places, ...directories.map((directory) => [directory, null] as const)]);
  const effect = { kind: 'placeDirectories', around: cwd, directories } as const;
  return { state: { ...state, scope: { ...scope, places } }, effects: [...step.effects, effect] };
};
