// The registry of a home: whether it can be read, who has it locked, and which of its entries stand for nothing any more.
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type Outcome } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { answers } from '../client/answers';
import { type Home, podSocketPath } from '../protocol/homePaths';
import type { Allocation } from '../protocol/registryTable';
import { errorText } from '../store/fileErrors';
import { namesIn } from '../store/namesIn';
import { isProcessAlive, startTimeOf } from '../store/processIdentity';
import { readRegistry } from '../store/readRegistry';
import { isStale } from '../store/registerPod';
import { updateRegistry } from '../store/updateRegistry';
import { thisSystem } from '../system/thisSystem';
import { type Finding, finding, type Mend } from './finding';
import { commandOf } from './processes';

/** What stands in a home of others is nobody's to mend from here. */
const ITS_OWNERS = 'Its own program has to set that right: podwatch writes nothing there.';
/** A lock that is held at both ends of this is no passing one, ms. */
const LOCK_LOOK_MS = 250;

export async function examineRegistry(home: Home, isOurs: boolean): Promise<readonly Finding[]> {
  const { value } = readRegistry(home.registry);
  if (value.kind !== 'read') return [];
  const whose = isOurs ? 'The next Pod that starts sets such a table aside.' : ITS_OWNERS;
  const level = value.table === null ? 'problem' : 'warning';
  const faults = value.faults.map((fault) => finding(level, 'registry', `${home.registry}: ${fault}.`, whose));
  const broken = value.broken.map(({ pod_name, fault }) =>
    finding(
      'warning',
      'registry',
      `${home.registry}: of the Pod "${pod_name}" ${fault}.`,
      removeAdvice(pod_name, isOurs),
    ),
  );
  const entries = await Promise.all((value.table ?? []).map((entry) => examineEntry(home, entry, isOurs)));
  return [
    ...faults,
    ...broken,
    ...entries.flat(),
    ...(await examineLock(home)),
    ...(isOurs ? await examineLeftovers(home, value.table ?? []) : []),
    ...examineAside(home),
  ];
}

function removeAdvice(podName: string, isOurs: boolean): string | null {
  return isOurs ? `podwatch rm ${commandName(podName)}` : null;
}

async function examineEntry(home: Home, entry: Allocation, isOurs: boolean): Promise<readonly Finding[]> {
  const { pod_name: name, pid, socket } = entry;
  const takeOut: Mend | null = isOurs ? { what: 'the entry be taken out', run: () => takeEntryOut(home, entry) } : null;
  if (isStale(entry)) {
    // One that has ended and is not collected yet has its pid still.
    const isOther = isProcessAlive(pid) && startTimeOf(pid) !== null;
    const why = isOther ? `its pid ${pid} is another process by now` : `its process (pid ${pid}) is gone`;
    const message = `The registry of ${home.data} has an entry for "${name}", but ${why}.`;
    return [finding('note', 'registry', message, isOurs ? 'The next Pod that starts takes it out.' : null, takeOut)];
  }
  if (await answers(socket)) return [];
  const running = commandOf(pid);
  const message = `"${name}" claims to run (pid ${pid}), but its socket ${socket} does not answer.`;
  if (running === null || /podMain\.js|insomnia/.test(running)) {
    const advice = `It may be coming up. If it hangs: kill ${pid}`;
    return [finding('warning', 'registry', message, advice)];
  }
  const advice = `That process is ${running}: the Pod has ended without its leave, and its pid was used again.`;
  return [finding('warning', 'registry', message, advice, takeOut)];
}

async function takeEntryOut(home: Home, entry: Allocation): Promise<Outcome> {
  const isIt = ({ pod_name, pid, socket }: Allocation) =>
    pod_name === entry.pod_name && pid === entry.pid && socket === entry.socket;
  const updated = await updateRegistry(home, async (allocations) => {
    if (await answers(entry.socket)) return { ok: false, error: `"${entry.pod_name}" answers by now.` };
    return { ok: true, value: allocations.filter((each) => !isIt(each)) };
  });
  return updated.ok ? { kind: 'done' } : failure('failed', updated.error);
}

async function examineLock({ registry }: Home): Promise<readonly Finding[]> {
  const pid = thisSystem.lockHolders()(registry);
  if (pid === null) return [];
  await sleep(LOCK_LOOK_MS);
  if (thisSystem.lockHolders()(registry) !== pid) return [];
  const message = `${registry} is locked by process ${pid} (${commandOf(pid) ?? 'unknown'}): no Pod can start or stop.`;
  return [
    finding('problem', 'registry', message, `A lock is held for milliseconds. If that process hangs: kill ${pid}`),
  ];
}

/** Sockets that a killed Pod has left, which no entry names. */
async function examineLeftovers(home: Home, table: readonly Allocation[]): Promise<readonly Finding[]> {
  const registered = new Set(table.map(({ socket }) => socket));
  const sockets = namesIn(home.runtime)
    .map((name) => podSocketPath(home, name))
    .filter((file) => !registered.has(file) && isSocket(file));
  const dead = await Promise.all(sockets.map(async (file) => ((await answers(file)) ? [] : [file])));
  return dead.flat().map((file) =>
    finding('note', 'registry', `${file} is a socket on which nobody listens.`, null, {
      what: 'it be removed',
      run: async () => removeSocket(file),
    }),
  );
}

async function removeSocket(file: string): Promise<Outcome> {
  if (await answers(file)) return failure('failed', `${file} answers by now.`);
  try {
    rmSync(file);
    return { kind: 'done' };
  } catch (error) {
    return failure('failed', `${file} cannot be removed: ${errorText(error)}`);
  }
}

/** Tables that made no sense, kept for whoever wants to look. */
function examineAside({ runtime, registry }: Home): readonly Finding[] {
  return namesIn(runtime)
    .filter((name) => name.startsWith(`${path.basename(registry)}.broken-`))
    .map((name) =>
      finding(
        'note',
        'registry',
        `${path.join(runtime, name)} is a registry that made no sense.`,
        'Remove it when you have looked at it.',
      ),
    );
}

function isSocket(file: string): boolean {
  try {
    return statSync(file).isSocket();
  } catch {
    return false;
  }
}
