// A store of many stopped Pods with a catalogue of its own, looked at with it and without.
import fs from 'node:fs';
import path from 'node:path';
import { segmentLogPath } from '../../src/protocol/homePaths';
import { UNWATCHED } from '../../src/streams/directoryWatches';
import { segmentLogs } from '../../src/streams/segmentLogs';
import { watchStore } from '../../src/streams/watchStore';
import { storePod } from '../fixtures/storedPods';
import { until } from '../fixtures/until';
import { endAll, hear, tempHome } from './streamFixtures';

export const PODS = 80;
export const NAMES = Array.from({ length: PODS }, (_, n) => `pod-${String(n).padStart(2, '0')}`);
export const OLD = Date.now() - 3_600_000;

export class CataloguedStore {
  readonly home = tempHome();
  readonly cache = fs.mkdtempSync('/tmp/pwc-');

  static async make(): Promise<CataloguedStore> {
    const store = new CataloguedStore();
    for (const [index, name] of NAMES.entries()) {
      storePod(store.home, { name, updatedAt: OLD + index, preview: `said by ${name}` }, index);
    }
    await store.settled(store.logOf(PODS - 1));
    return store;
  }

  /** What has changed just now is not kept. */
  async settled(file: string): Promise<void> {
    await until(() => Date.now() - fs.statSync(file).ctimeMs > 25);
  }

  /** Every fact of the store, by name. */
  async look(withCache: boolean) {
    process.env.XDG_CACHE_HOME = withCache ? this.cache : 'none';
    const heard = hear(watchStore(this.home, segmentLogs(this.home, UNWATCHED), UNWATCHED));
    const { facts } = await heard.waitFor((snapshot) => !snapshot.loading);
    await new Promise(setImmediate);
    return [...facts].sort((a, b) => (a.id.name < b.id.name ? -1 : 1));
  }

  /** The catalogue itself, where there is one. */
  get file(): string {
    const directory = path.join(this.cache, 'podwatch', 'catalogues');
    return path.join(directory, fs.readdirSync(directory).find((name) => name.endsWith('.json')) ?? 'none');
  }

  logOf(index: number): string {
    const id = (n: number) => `019e7789-fb40-7a10-8c11-${n.toString(16).padStart(12, '0')}`;
    return segmentLogPath(this.home, id(2 * index), id(2 * index + 1));
  }

  async end(): Promise<void> {
    await endAll();
    fs.rmSync(this.cache, { recursive: true, force: true });
    process.env.XDG_CACHE_HOME = 'none';
  }
}
