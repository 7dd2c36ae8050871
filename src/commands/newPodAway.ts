// The dashboard's prompt for a new Pod, where its name is `HOST/NAME`: it starts there, and what is there decides.
import { displayName } from '../cells/displayText';
import type { ActionOutcome, DashboardPorts, NewPodRequest } from '../dashboard/loop/ports';
import type { OpenHosts } from '../places/hosts/openHosts';
import { newPodNameFault } from '../protocol/podName';
import { hostWord } from './hostWords';

/** Null: the name is one of this machine. */
export function checkAway(
  { name }: Parameters<DashboardPorts['checkNewPod']>[0],
  hosts: OpenHosts | undefined,
): ReturnType<DashboardPorts['checkNewPod']> | null {
  const word = hosts === undefined ? null : hostWord(name);
  if (hosts === undefined || word === null) return null;
  const known = hosts.named(word.host);
  const nameFault =
    known?.isKnown() !== true ? `There is no host "${displayName(word.host)}".` : newPodNameFault(word.name);
  return Promise.resolve({ nameFault, suggestion: '', directoryFault: null, directories: [] });
}

/** Null: the name is one of this machine. A directory that the prompt has offered is one of this machine: there it is the home. */
export async function runAway(
  { name: typed, holds, argv, cwd }: NewPodRequest,
  hosts: OpenHosts | undefined,
  how: { readonly cols: number; readonly rows: number; readonly offeredCwd: readonly string[] },
): Promise<ActionOutcome | null> {
  const word = hosts === undefined ? null : hostWord(typed);
  if (hosts === undefined || word === null) return null;
  const place = hosts.named(word.host)?.place ?? null;
  if (place === null) return failed(`There is no host "${displayName(word.host)}".`);
  const { cols, rows, offeredCwd } = how;
  const common = { name: word.name, cwd: offeredCwd.includes(cwd) ? '' : cwd, cols, rows };
  const [first = '', ...rest] = argv;
  const isPreset = holds === 'agent' && argv.length === 1;
  const started = await place.run({
    ...common,
    argv: isPreset ? rest : argv,
    ...(holds === 'agent' && { agent: { policy: 'ask' }, ...(isPreset && { preset: first }) }),
  });
  return started.kind === 'done' ? { kind: 'done', message: null } : failed(started.message);
}

function failed(message: string): ActionOutcome {
  return { kind: 'failed', message };
}
