// Gives a Pod another name: a live one takes it itself, of a stopped one the record is moved.
import { displayName, displayText } from '../cells/displayText';
import { answers } from '../client/answers';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import { lookalikeFault } from '../store/lookalikeFault';
import { moveRecord } from '../store/moveRecord';
import { podHeld } from '../store/podLock';
import { updateRegistry } from '../store/updateRegistry';
import { failure, type Outcome } from './actionFailure';
import { socketPathFault } from './startPodProcess';
import { type PodTarget, withPod } from './withPod';

/** Under the lock of the registry, so that no Pod of either name can come to life meanwhile. */
export async function renameStopped(home: HomePaths, oldName: string, newName: string): Promise<Outcome> {
  const fault = socketPathFault(home, newName);
  if (fault !== null) return fault;
  const name = displayName(oldName);
  const alike = lookalikeFault(home, newName, oldName);
  if (alike !== null) return failure('not-eligible', `The Pod "${name}" was not renamed: ${displayText(alike)}`);
  let isMoved = false;
  let isRefused = false;
  const refuse = (error: string) => {
    isRefused = true;
    return { ok: false, error } as const;
  };
  const updated = await updateRegistry(home, async (allocations) => {
    const entries = allocations.filter((entry) => entry.pod_name === oldName || entry.pod_name === newName);
    const lives = async (podName: string) => {
      const known = entries.filter((entry) => entry.pod_name === podName).map(({ socket }) => socket);
      return (await Promise.all([podSocketPath(home, podName), ...known].map(answers))).includes(true);
    };
    const [isOldAlive, isNewAlive] = await Promise.all([lives(oldName), lives(newName)]);
    if (isOldAlive) return refuse('it has come to life meanwhile. Try it again.');
    if (isNewAlive) return refuse(`a Pod "${newName}" is live. Choose another name.`);
    const held = podHeld(home, oldName);
    if (held !== null) return refuse(held.words);
    const moved = moveRecord(home, oldName, newName);
    isMoved = moved.ok;
    if (!moved.ok && moved.taken === true) return refuse(moved.error);
    // A stale entry of either would say that it should run.
    if (!moved.ok || entries.length === 0) return moved.ok ? { ok: true, value: allocations } : moved;
    return { ok: true, value: allocations.filter((entry) => !entries.includes(entry)) };
  });
  if (updated.ok) return { kind: 'done' };
  // The registry could not be written: nothing of it then, or, where not even that can be, all but a stale entry.
  if (isMoved && !moveRecord(home, newName, oldName).ok) return { kind: 'done' };
  const kind = isRefused ? 'not-eligible' : 'failed';
  return failure(kind, `The Pod "${name}" was not renamed: ${displayText(updated.error)}`);
}

export async function renameLive({ newName, ...target }: PodTarget & { readonly newName: string }): Promise<Outcome> {
  return withPod(target, async (talk, name) => {
    talk.send({ method: 'rename', params: { name: newName, from: target.podName } });
    return talk.answer<Outcome>(
      (event) => {
        // Everybody hears of every new name; somebody else's may come first.
        if (event.event === 'renamed') return event.data.name === newName ? { kind: 'done' } : null;
        if (event.event !== 'error') return null;
        return failure('not-eligible', `The Pod "${name}" was not renamed: ${displayText(event.data.message)}`);
      },
      () => failure('timeout', `The Pod "${name}" did not say whether it has taken the name. Look: podwatch ls`),
    );
  });
}
