// One look at everything that podwatch stands on; nothing is changed by it.
import type { Config } from '../config/readConfig';
import type { PodList } from '../podList/podList';
import type { Home } from '../protocol/homePaths';
import { examineHome } from './examineHome';
import { examineAgents, examineBuilds, type HookFile } from './examinePrograms';
import { examineRegistry } from './examineRegistry';
import { examineOrphans, examineRows } from './examineStore';
import { type ExaminedTerminal, examineLimits, examineTerminal } from './examineSystem';
import type { Finding, FindingLevel } from './finding';

export interface Examination {
  /** Our own first. */
  readonly homes: readonly [Home, ...Home[]];
  readonly list: PodList;
  readonly config: Pick<Config, 'agents'>;
  readonly hookFiles: readonly HookFile[];
  readonly podProgram: string;
  readonly env: NodeJS.ProcessEnv;
  /** The user's; null: there is none. */
  readonly terminal: ExaminedTerminal | null;
}

const ORDER: readonly FindingLevel[] = ['problem', 'warning', 'note'];

/** The worst first. */
export async function examine({
  homes,
  list,
  config,
  hookFiles,
  podProgram,
  env,
  terminal,
}: Examination): Promise<readonly Finding[]> {
  const [own] = homes;
  const ofHomes = await Promise.all(
    homes.map(async (home) => [
      ...examineHome(home, home === own),
      ...(await examineRegistry(home, home === own)),
      ...examineRows(home, list),
    ]),
  );
  const found = [
    ...ofHomes.flat(),
    ...examineOrphans(own),
    ...(await examineBuilds(own, podProgram)),
    ...examineLimits(list.entries.length, env),
    ...examineTerminal(env, terminal),
    ...examineAgents(config, hookFiles, env),
  ];
  return ORDER.flatMap((level) => found.filter((each) => each.level === level));
}
