// What a terminal Pod is started with: its order, its program's environment, and who is to hear of it.
import type { PodOrder } from '../../protocol/podOrder';
import type { PodOwner } from '../podOwner';

export interface TerminalOrder {
  readonly order: PodOrder;
  readonly env: NodeJS.ProcessEnv;
  /** Null: it belongs to nobody but its user. */
  readonly owner: PodOwner | null;
  /** Its program runs, and its socket listens: what is still made of it need not be waited for. */
  readonly runs: (socketPath: string) => void;
}
