// The files and terminals of one agent Pod, as its order has them.
import type { HomePaths } from '../../../protocol/homePaths';
import type { PodOrder } from '../../../protocol/podOrder';
import { type AskedDeed, ClientTools, type DeedAsk } from './clientTools';
import type { ShownTerminals } from './shownTerminals';

/** Of files that an agent makes through us, where nobody has told another. */
const DEFAULT_UMASK = 0o022;

export interface ToolsPlace {
  readonly order: PodOrder;
  readonly home: HomePaths;
  /** That of the agent, where the order has none. */
  readonly env: NodeJS.ProcessEnv;
}

/** Who asks the user, and shows what terminals put out. */
export interface ToolsViewer {
  readonly shownTerminals: ShownTerminals;
  deed(ask: DeedAsk, withdrawn: AbortSignal): Promise<AskedDeed>;
}

/** `viewer` null: the Pod is not up yet, and nobody can be asked. */
export function podClientTools(
  { order, home, env }: ToolsPlace,
  podName: () => string,
  viewer: () => ToolsViewer | null,
): ClientTools {
  const { cwd, cols, rows } = order;
  const starter = order.starter ?? { env: definedOnly(env), umask: DEFAULT_UMASK };
  return new ClientTools({
    cwd,
    home,
    podProgram: process.argv[1] ?? '',
    starter,
    umask: starter.umask,
    podName,
    cols,
    rows,
    onOutput: (id, raw) => viewer()?.shownTerminals.output(id, raw),
    onEnded: (id) => viewer()?.shownTerminals.ended(id),
    ask: async (deed, withdrawn) => (await viewer()?.deed(deed, withdrawn)) ?? { answer: 'no', done: () => {} },
  });
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
