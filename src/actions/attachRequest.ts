// What an attach is asked for, and how it has ended.
import type { Dial } from '../client/dial';
import type { PodConnection } from '../client/podConnection';
import type { PodExit } from '../protocol/terminalFrame';
import type { DetachKeys } from '../terminal/detachKey';
import type { EndSignal } from '../terminal/endingSignals';
import type { LentKeeper } from '../terminal/lentKeeper';
import type { TtyInput, TtyOutput } from '../terminal/takeTerminal';
import type { ActionFailure } from './actionFailure';
import type { AttachedHistory, AttachedOthers } from './attachedScreen';
import type { WatchSilence } from './cutLine';
import type { TypedAhead } from './typedAhead';

export interface AttachRequest {
  readonly podName: string;
  readonly dial: Dial;
  /** See `WayToPod`. */
  readonly opened?: (() => PodConnection | null) | undefined;
  /** Where the Pod is on this machine; null where it is not. */
  readonly socketPath: string | null;
  /** See `TerminalDial`. */
  readonly extensions?: readonly string[] | undefined;
  /** Of a Pod on another machine: why the way says nothing at the moment. */
  readonly silence?: WatchSilence | undefined;
  /** The user's terminal; nobody else may read or write it meanwhile. */
  readonly input: TtyInput;
  readonly output: TtyOutput;
  /** See `takeTerminal`. */
  readonly lent?: LentKeeper;
  readonly detachKeys: DetachKeys;
  /** What has been typed for the Pod already; after a failure it still holds what nobody has got. */
  readonly ahead: TypedAhead;
  /** Shows everything, sends nothing, and never resizes the Pod. */
  readonly readOnly: boolean;
  /** What the Pod has printed, to be scrolled back in; missing: nothing can be read. */
  readonly history?: AttachedHistory;
  /** Missing: nobody counts them. */
  readonly others?: AttachedOthers;
  /** Tells whether we run inside a Pod ourselves (`PODWATCH_SOCKET`). */
  readonly env: NodeJS.ProcessEnv;
}

/** How an attach ended. `signal`: this process was told to end; the terminal is as it was found in every case. */
export type AttachEnd =
  /** `isEarly`: before the Pod had given its terminal. */
  | { readonly kind: 'detached'; readonly isEarly?: true }
  /** Left for another Pod. `typed`: behind the key, for that one. */
  | { readonly kind: 'next'; readonly typed: TypedAhead }
  | { readonly kind: 'exited'; readonly exit: PodExit }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'signal'; readonly signal: EndSignal }
  | ActionFailure;
