// What the dashboard needs from the outside, injected by the command that opens it: facts in, intents out.
import type { Observable } from 'rxjs';
import type { PodScreen, ScreenRow } from '../../cells/podScreen';
import type { Conversation } from '../../conversation/conversation';
import type { ColourCode } from '../../conversation/conversationLook';
import type { History } from '../../history/history';
import type { PodUsage } from '../../podList/columns';
import type { DirectoryPlace } from '../../podList/filterPods';
import type { Repository } from '../../podList/jsonEntry';
import type { Attention } from '../../podList/podFacts';
import type { PodId } from '../../podList/podId';
import type { PodEntry, PodList } from '../../podList/podList';
import type { AgentFetching } from '../fetches/fetchesState';
import type { GivenAnswer } from '../kit/questionOptions';
import type { OutputHit } from '../output/outputState';
import type { NewPodCheck, NewPodOffers, NewPodQuestion } from '../prompt/promptState';
import type { HistorySource } from '../zoom/zoomState';

/** An expected end of an action, as a value; `message` is one sentence for the user. */
export type ActionOutcome =
  | {
      readonly kind: 'done';
      readonly message: string | null;
      /** Of an attach: the Pod has ended while the user looked on. */
      readonly ended?: boolean;
      /** Of an attach: the key of the Pod that the user has gone on to, whose conversation is to be shown. */
      readonly opens?: string;
      /** Of a restore: where the Pod answers now, before any list shows it. */
      readonly socketPath?: string;
      /** Of a run: the new Pod, before any list shows it. */
      readonly started?: PodId;
      /** Of a text: the agent gets it when the turn that runs has ended. */
      readonly isQueued?: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Of a restore: all that is wrong is that directory; another one can be given. */
      readonly lacksDirectory?: string;
    };

/** What the user's editor has left of a text. */
export type EditOutcome =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Blocks, those of the log among them, and notices. */
export interface EarlierBlocks {
  readonly blocks: number;
  readonly logged: number;
  readonly notices: number;
}

/** Where a stream of one Pod stands besides its data. */
export type TileFeed =
  | { readonly kind: 'screen'; readonly screen: PodScreen }
  /** Of a Pod that offers no terminal. `status` null: it does not say. */
  | {
      readonly kind: 'conversation';
      readonly conversation: Conversation;
      readonly status: 'idle' | 'running' | 'paused' | null;
      readonly title: string | null;
      /** Only the end of a long conversation is there so far. */
      readonly isReading?: boolean;
      /** How much came before what had been shown as the beginning of it; null: nothing, or that is not known yet. */
      readonly earlier?: EarlierBlocks | null;
    }
  | { readonly kind: 'lost'; readonly reason: string };

/** `rows`: what a Pod keeps of its output, the oldest first; the last ones are its screen. */
export type ScrollbackOutcome =
  | { readonly kind: 'rows'; readonly rows: readonly ScreenRow[] }
  /** All that it has printed, as far as it was recorded. */
  | { readonly kind: 'history'; readonly history: History }
  | { readonly kind: 'lost'; readonly reason: string };

/** What a search over output says meanwhile. */
export type OutputNews =
  | { readonly kind: 'hits'; readonly hits: readonly OutputHit[] }
  /** What could not be read; untrusted. */
  | { readonly kind: 'fault'; readonly message: string };

export interface NewPodRequest {
  readonly name: string;
  readonly holds: 'terminal' | 'agent';
  /** Empty = the user's shell. Of an agent: its command, or the name of a known one. Never passed through a shell. */
  readonly argv: readonly string[];
  /** As typed: `~` and what lies in the dashboard's own directory are understood. */
  readonly cwd: string;
}

/** Of the Pods that were asked about and could be looked at, by key. */
export interface UsageSample {
  readonly pods: ReadonlyMap<string, PodUsage>;
  /** Bytes of the whole machine. */
  readonly totalMemory: number;
}

/** Cold Observables: subscribing opens, unsubscribing closes the connection. None of them errors. */
export interface DashboardPorts {
  readonly podList$: Observable<PodList>;
  /** What npx fetches now, before agents that were asked for can start. */
  readonly fetches$: Observable<readonly AgentFetching[]>;
  /**
   * The live content of a tile: the Pod's screen, or its conversation where it has no terminal. `viewing`: the user has
   * it open, so that an end of its turn needs no attention.
   */
  readonly watchTile: (entry: PodEntry, viewing: boolean) => Observable<TileFeed>;
  /** What stood above a Pod's screen; one answer, never an error. */
  readonly readScrollback: (entry: PodEntry, from: HistorySource | null) => Observable<ScrollbackOutcome>;
  /** Lines that hold the text, the newest first, as they are found; ends when all has been searched. Never an error. */
  readonly searchOutput: (entries: readonly PodEntry[], query: string) => Observable<OutputNews>;
  /** The last screen of a stopped Pod; null = it has none, or another one has been asked for since. Never rejects. */
  readonly readLastScreen: (entry: PodEntry) => Promise<readonly ScreenRow[] | null>;
  /** Owns the terminal until the user detaches or the Pod ends; called between `suspend` and `takeBack`. */
  readonly attach: (entry: PodEntry) => Promise<ActionOutcome>;
  /** Tries a host that is not reached again now. */
  wakeHost(host: string): void;
  /** From now on the Pods of this host are in the list; of those that were opened long ago a summary has to do again. */
  openHost(host: string): void;
  /** Done with the `socketPath` where it answers now. `directory`: as typed, instead of its own; null: its own. */
  readonly restore: (id: PodId, directory: string | null) => Promise<ActionOutcome>;
  readonly stop: (id: PodId) => Promise<ActionOutcome>;
  readonly remove: (id: PodId) => Promise<ActionOutcome>;
  readonly seen: (entry: PodEntry) => Promise<ActionOutcome>;
  /** Calls the user as far as the configuration wants it, and no oftener than a user can bear. */
  readonly notify: (entry: PodEntry, attention: Attention) => Promise<ActionOutcome>;
  /** Done: the Pod has taken the text. Failed: it has not, or may not have. */
  readonly send: (entry: PodEntry, text: string) => Promise<ActionOutcome>;
  /** Ends the turn that runs. Done: the Pod has said that it is over. */
  readonly cancel: (entry: PodEntry) => Promise<ActionOutcome>;
  /** Pauses the turn that runs, or goes on with the one that is paused. */
  readonly holdTurn: (entry: PodEntry, to: 'pause' | 'resume') => Promise<ActionOutcome>;
  /** Done: the Pod has handed the answer to its agent. */
  readonly permit: (entry: PodEntry, requestId: string, given: GivenAnswer) => Promise<ActionOutcome>;
  /** How the agent of a Pod is set, e.g. its mode. */
  readonly setOption: (entry: PodEntry, option: string, value: string) => Promise<ActionOutcome>;
  /** A message that waits goes into the turn that runs. */
  readonly steerQueued: (entry: PodEntry, id: string) => Promise<ActionOutcome>;
  /** Another text for a message that waits for a turn's end; null takes it back. */
  readonly editQueued: (entry: PodEntry, id: string, text: string | null) => Promise<ActionOutcome>;
  /** The user's editor has the terminal until it is left; called between `suspend` and `takeBack`. */
  readonly editText: (text: string) => Promise<EditOutcome>;
  /** Done: the file (its absolute path) where the picture of the clipboard lies. */
  readonly pastePicture: () => Promise<EditOutcome>;
  /** The user's pager has the terminal until it is left; called between `suspend` and `takeBack`. */
  readonly showText: (text: string) => Promise<ActionOutcome>;
  /** What tells code apart by its language; null: it could not be loaded. */
  readonly loadColours: () => Promise<ColourCode | null>;
  /** Files of the Pod's directory whose paths fit, best first; empty: none, or it cannot say. */
  readonly findFiles: (entry: PodEntry, prefix: string) => Promise<readonly string[]>;
  /** Into the user's clipboard, without the controls in it. */
  readonly copy: (text: string) => Promise<ActionOutcome>;
  /** From now on the sessions of other programs are in the list, too. */
  readonly wantSessions: () => void;
  /** Where each directory lies, seen from `around`: symbolic links followed, worktrees known. */
  readonly placeDirectories: (
    around: string,
    directories: readonly string[],
  ) => Promise<ReadonlyMap<string, DirectoryPlace>>;
  /** What Git says of a directory, at once and whenever that changes; null: nothing. */
  readonly watchRepository: (directory: string) => Observable<Repository | null>;
  /** One look at the processes of these Pods; never rejects. */
  readonly sampleUsage: (entries: readonly PodEntry[]) => Promise<UsageSample>;
  /** What there is to choose from. */
  readonly offerNewPod: () => Promise<NewPodOffers>;
  readonly checkNewPod: (asked: NewPodQuestion) => Promise<NewPodCheck>;
  readonly run: (request: NewPodRequest) => Promise<ActionOutcome>;
  /** Unix ms; injected so that tests own the time. */
  readonly now: () => number;
}
