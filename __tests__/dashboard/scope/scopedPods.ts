// Pods to search, filter and sort, in grid and picker.
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { listEntries, tileEntries } from '../../../src/dashboard/scope/scopeSelectors';
import type { PodFacts } from '../../../src/podList/podFacts';
import { names, readableLog, storedPod } from '../../podList/facts';
import { listOf, NOW, scene, terminalPod, textOf } from '../scene';

export const attention = { kind: 'bell' as const, message: 'ding', permissions: 0, since: NOW - 9000 };
export const pods = {
  live: [
    terminalPod('api', { cwd: '/w/api' }),
    terminalPod('web', { cwd: '/w', attention }),
    terminalPod('qjk', { cwd: '/x' }),
  ],
  stored: [
    storedPod('old-api', { log: readableLog({ updatedAt: NOW - 1000 }) }),
    storedPod('notes', { log: readableLog({ updatedAt: NOW - 2000, preview: 'user: about the api' }) }),
  ],
};
export const list = (over: Partial<PodFacts>) => ({ report: { kind: 'list' as const, list: listOf(over) } });
export const grid = (over: Partial<PodFacts> = pods) => scene({ list: listOf(over) });
export const picker = (over: Partial<PodFacts> = pods) => scene({ mode: 'picker', list: listOf(over) });
export const rows = (state: DashboardState) => names(listEntries(state)).join(' ');
export const tiles = (state: DashboardState) => names(tileEntries(state)).join(' ');
export const line = (state: DashboardState, at: number) => textOf(state).split('\n')[at]?.trimEnd();
