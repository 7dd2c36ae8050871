// What `reduce` asks of the outside world; `runEffect` does it and reports back.
import type { Attention } from '../../podList/podFacts';
import type { PodId } from '../../podList/podId';
import type { PodEntry } from '../../podList/podList';
import type { GivenAnswer } from '../kit/questionOptions';
import type { NewPodQuestion } from '../prompt/promptState';
import type { HistorySource } from '../zoom/zoomState';
import type { NewPodRequest } from './ports';

export type Effect =
  | { readonly kind: 'attach'; readonly entry: PodEntry }
  /** `directory`: as typed, instead of its own; missing: its own. */
  | { readonly kind: 'restore'; readonly id: PodId; readonly key: string; readonly directory?: string }
  | { readonly kind: 'stop'; readonly id: PodId; readonly key: string }
  | { readonly kind: 'remove'; readonly id: PodId; readonly key: string }
  /** A host that is not reached is tried again now. */
  | { readonly kind: 'wakeHost'; readonly host: string }
  /** The Pods of a host of which only a summary is known are to be in the list. */
  | { readonly kind: 'openHost'; readonly host: string }
  | { readonly kind: 'run'; readonly request: NewPodRequest }
  /** What a new Pod can be; whether it can be what is typed. */
  | { readonly kind: 'offerNewPod' }
  | { readonly kind: 'checkNewPod'; readonly asked: NewPodQuestion }
  /** The user has seen why the Pod needed attention: the Pod takes it back for every viewer. */
  | { readonly kind: 'seen'; readonly entry: PodEntry }
  | { readonly kind: 'notify'; readonly entry: PodEntry; readonly attention: Attention }
  /** One text of a delivery of the composer. */
  | { readonly kind: 'send'; readonly delivery: number; readonly entry: PodEntry; readonly text: string }
  /** Ends the turn that runs. */
  | { readonly kind: 'cancel'; readonly entry: PodEntry }
  | { readonly kind: 'holdTurn'; readonly entry: PodEntry; readonly to: 'pause' | 'resume' }
  /** Answers one question of an agent. */
  | { readonly kind: 'permit'; readonly entry: PodEntry; readonly requestId: string; readonly given: GivenAnswer }
  /** Sets the agent of a Pod. */
  | { readonly kind: 'setOption'; readonly entry: PodEntry; readonly option: string; readonly value: string }
  /** Changes a message that waits; null takes it back. */
  | { readonly kind: 'steerQueued'; readonly entry: PodEntry; readonly id: string }
  | { readonly kind: 'editQueued'; readonly entry: PodEntry; readonly id: string; readonly text: string | null }
  /** Into the user's editor; the answer goes to that draft. */
  | { readonly kind: 'pastePicture'; readonly draftKey: string }
  | { readonly kind: 'editText'; readonly draftKey: string; readonly text: string }
  /** Code is to be shown in the colours of its language. */
  | { readonly kind: 'loadColours' }
  | { readonly kind: 'findFiles'; readonly entry: PodEntry; readonly prefix: string }
  /** Into the user's clipboard; untrusted. */
  | { readonly kind: 'copy'; readonly text: string }
  /** Bounds how long a question is only looked at. */
  | { readonly kind: 'waitForLook'; readonly id: string }
  /** What live Pods use, after so many ms; `id`: of the overview that asks. */
  | { readonly kind: 'sampleUsage'; readonly id: number; readonly entries: readonly PodEntry[]; readonly after: number }
  /** Bounds how long a row that has changed takes no key. */
  | { readonly kind: 'waitForRow'; readonly id: number }
  /** `from`: other than what the Pod has now. */
  | { readonly kind: 'readScrollback'; readonly entry: PodEntry; readonly from?: HistorySource }
  /** In the user's pager or editor, which has the terminal meanwhile; untrusted. */
  | { readonly kind: 'showText'; readonly text: string }
  | { readonly kind: 'readLastScreen'; readonly entry: PodEntry }
  /** The sessions of other programs are to be in the list from now on. */
  | { readonly kind: 'wantSessions' }
  /** Which of them are here, or in the repository of `around`. */
  | { readonly kind: 'placeDirectories'; readonly around: string; readonly directories: readonly string[] }
  | { readonly kind: 'toShell' }
  | { readonly kind: 'end'; readonly result: DashboardResult };

/** How the dashboard ended. */
export type DashboardResult =
  | { readonly kind: 'quit' }
  /** The terminal is gone. */
  | { readonly kind: 'inputEnded' }
  /** Opened alone (`-r`, or a conversation): the Pod was attached and left again; `message` says how that ended. */
  | { readonly kind: 'attached'; readonly entry: PodEntry; readonly message: string | null };
