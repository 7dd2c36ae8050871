// A place is where Pods are: its facts, and what can be done with them there. Above it nobody knows a file or a tool.
import type { Observable } from 'rxjs';
import type { ActionFailure, Outcome } from '../actions/actionFailure';
import type { AgentReply } from '../actions/askPod';
import type { WatchSilence } from '../actions/cutLine';
import type { PodLog } from '../actions/findLog';
import type { TurnHold } from '../actions/holdTurn';
import type { OutputFile } from '../actions/listOutput';
import type { AnsweredRequest, UserAnswer } from '../actions/permissionRequests';
import type { PlainScreen } from '../actions/readScreen';
import type { RemovedPod } from '../actions/removePod';
import type { RestoredPod, RestoreRequest } from '../actions/restorePod';
import type { RunRequest } from '../actions/runPod';
import type { SentText } from '../actions/sendToPod';
import type { FoundFiles } from '../actions/steerAgent';
import type { StoppedPod } from '../actions/stopPod';
import type { Dial } from '../client/dial';
import type { PodConnection } from '../client/podConnection';
import type { PodId } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import type { PermissionRequest } from '../protocol/agentQuestion';
import type { FactSource } from '../streams/placeFacts';
import type { ScrollbackRead } from '../streams/readScrollback';
import type { ConversationFeed, ConversationWatch } from '../streams/watchConversation';
import type { ScreenFeed } from '../streams/watchScreen';

/** How Pods of ours are started, wherever they are. */
export type PodStarter = Pick<RunRequest, 'podProgram' | 'env' | 'fetching'>;

/** A new Pod; where it goes and how it is started is the place's. */
export type RunOrder = Omit<RunRequest, 'home' | keyof PodStarter> & {
  /** For its environment, beside what its starter has. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of an agent on another host: the name by which it is known there, whose command line `argv` goes on. */
  readonly preset?: string;
  /** Who asks keeps others from the session that its command goes on with, and has looked; missing: nobody does yet. */
  readonly isSessionLocked?: boolean;
};

/** A stopped Pod, to be started again. */
export type RestoreOrder = Omit<RestoreRequest, 'home' | 'name' | 'claim' | keyof PodStarter> & {
  /** Who asks keeps others from restoring the session that it goes on with; missing: nobody does yet. */
  readonly isSessionLocked?: boolean;
};

/** The way to a live Pod; `socketPath`: where it is on this machine, null where it is on another. */
export interface WayToPod {
  /** Of another machine: why it says nothing at the moment. */
  readonly silence?: WatchSilence;
  readonly dial: Dial;
  /** A connection that is open already and that nobody needs beside it; null: none is. It belongs to who asks. */
  readonly opened?: () => PodConnection | null;
  readonly socketPath: string | null;
}

/** What can be done with the Pods of a place. Where it cannot be done there, the outcome is the reason; nothing rejects. */
export interface PlaceDeeds {
  run(order: RunOrder): Promise<Outcome<{ readonly socketPath: string }>>;
  /** Done: it is live again. */
  restore(id: PodId, order: RestoreOrder): Promise<Outcome<RestoredPod>>;
  remove(id: PodId): Promise<Outcome<RemovedPod>>;
  /** Put away, or (false) brought back: lists leave it out while it does not run. */
  archive(id: PodId, isArchived: boolean): Promise<Outcome>;
  /** Done: it has the new name, also where it is live. */
  rename(entry: PodEntry, newName: string): Promise<Outcome>;
  stop(entry: PodEntry): Promise<Outcome<StoppedPod>>;
  /** For an attach. */
  dial(entry: PodEntry): Outcome<WayToPod>;
  /**
   * Done: the Pod has taken the text. `isNow`: into the turn that runs, where its agent can take it there. `id`: the same text
   * with the same id is taken once.
   */
  send(
    entry: PodEntry,
    text: string,
    how?: { readonly isNow: boolean; readonly id?: string },
  ): Promise<Outcome<SentText>>;
  /** The same, and waits for the whole answer. `onPermission`: its agent asks; the title is fit to be shown. */
  ask(entry: PodEntry, text: string, onPermission: (title: string) => void): Promise<Outcome<AgentReply>>;
  cancel(entry: PodEntry): Promise<Outcome>;
  /** Pauses its turn, or goes on with it. */
  holdTurn(entry: PodEntry, to: TurnHold): Promise<Outcome>;
  markSeen(entry: PodEntry): Promise<Outcome>;
  /** Oldest first. */
  readRequests(entry: PodEntry): Promise<Outcome<{ readonly requests: readonly PermissionRequest[] }>>;
  /** `id` null: the oldest request. */
  answerRequest(entry: PodEntry, id: string | null, given: UserAnswer): Promise<Outcome<AnsweredRequest>>;
  /** How its agent is set; see `setAgentOption`. */
  setOption(entry: PodEntry, option: string, value: string): Promise<Outcome>;
  /** Another text for a message that waits; null takes it back. */
  editQueued(entry: PodEntry, id: string, text: string | null): Promise<Outcome>;
  /** A message that waits goes into the turn that runs. */
  steerQueued(entry: PodEntry, id: string): Promise<Outcome>;
  /** Files of the directory where it works whose paths fit. */
  findFiles(entry: PodEntry, prefix: string): Promise<Outcome<FoundFiles>>;
  /** What it shows now. */
  readScreen(entry: PodEntry): Promise<Outcome<PlainScreen>>;
  /** What it showed last, as safe rows with SGR sequences; null: nothing was kept. */
  readLastScreen(entry: PodEntry, maxRows?: number): Promise<readonly string[] | null>;
  /**
   * `grows`: where its files are copies, they go on with what comes, until it aborts. `segment`: of an earlier start of its session,
   * where its files are elsewhere.
   */
  findLog(id: PodId, grows?: AbortSignal, segment?: string): Promise<Outcome<{ readonly log: PodLog }>>;
  /** The files of this machine that hold what it has put out and said; none where there are none, or in no such files. */
  listOutput(entry: PodEntry): readonly OutputFile[];
}

/** What can be watched of its live Pods; each ends with `lost`, whatever the reason. */
export interface PlaceFeeds {
  watchScreen(entry: PodEntry): Observable<ScreenFeed>;
  watchConversation(entry: PodEntry, how?: ConversationWatch): Observable<ConversationFeed>;
  readScrollback(entry: PodEntry): Observable<ScrollbackRead>;
}

/** Its id is the `place` of every Pod in it: of a home the absolute path of its store directory. */
export interface Place extends FactSource, PlaceDeeds, PlaceFeeds {}

/** Why something cannot be done in a place at all. */
export type Refusal = (deed: keyof PlaceDeeds) => ActionFailure;
