// What the world tells the dashboard: new facts, and how the actions that it asked for ended.

import type { ScreenRow } from '../../cells/podScreen';
import type { TerminalSize } from '../../cells/terminalSize';
import type { ColourCode } from '../../conversation/conversationLook';
import type { DirectoryPlace } from '../../podList/filterPods';
import type { Repository } from '../../podList/jsonEntry';
import type { PodList } from '../../podList/podList';
import type { AgentFetching } from '../fetches/fetchesState';
import type { OutputHit } from '../output/outputState';
import type { NewPodCheck, NewPodOffers, NewPodQuestion } from '../prompt/promptState';
import type { HistorySource } from '../zoom/zoomState';
import type { ActionOutcome, EditOutcome, ScrollbackOutcome, TileFeed, UsageSample } from './ports';

/** `at`: as of a feed. */
export interface ScreenNews {
  readonly feed: Extract<TileFeed, { readonly kind: 'screen' }>;
  readonly at: number | null;
}

export type Report =
  | { readonly kind: 'list'; readonly list: PodList }
  | { readonly kind: 'size'; readonly size: TerminalSize }
  /** `at`: Unix ms; left out for the first word of a connection, which tells of output of any age. */
  | { readonly kind: 'feed'; readonly key: string; readonly feed: TileFeed; readonly at?: number }
  /** The newest screen of each of these Pods, by key: all that have come since the last frame. */
  | { readonly kind: 'screens'; readonly screens: ReadonlyMap<string, ScreenNews> }
  | { readonly kind: 'attachEnded'; readonly key: string; readonly outcome: ActionOutcome }
  | { readonly kind: 'restoreEnded'; readonly key: string; readonly outcome: ActionOutcome }
  | { readonly kind: 'stopEnded'; readonly key: string; readonly outcome: ActionOutcome }
  | { readonly kind: 'removeEnded'; readonly key: string; readonly outcome: ActionOutcome }
  | {
      readonly kind: 'sendEnded';
      readonly delivery: number;
      readonly key: string;
      readonly outcome: ActionOutcome;
    }
  | { readonly kind: 'cancelEnded'; readonly outcome: ActionOutcome }
  | {
      readonly kind: 'permitEnded';
      readonly key: string;
      readonly requestId: string;
      readonly outcome: ActionOutcome;
    }
  /** A question has been there long enough to be answered. */
  | { readonly kind: 'lookEnded'; readonly id: string }
  /** An agent was set, or a message that waits was changed. */
  | { readonly kind: 'steered'; readonly outcome: ActionOutcome }
  /** `text`: the file where the picture lies. */
  | { readonly kind: 'picturePasted'; readonly draftKey: string; readonly outcome: EditOutcome }
  | { readonly kind: 'textEdited'; readonly draftKey: string; readonly outcome: EditOutcome }
  /** The pager was left. */
  | { readonly kind: 'textShown'; readonly outcome: ActionOutcome }
  | { readonly kind: 'coloursLoaded'; readonly colourCode: ColourCode | null }
  | { readonly kind: 'filesFound'; readonly key: string; readonly prefix: string; readonly files: readonly string[] }
  /** `usage` by Pod key; `at`: Unix ms. */
  | { readonly kind: 'usageSampled'; readonly id: number; readonly at: number; readonly usage: UsageSample }
  /** What the Pods on the screen use, by key. */
  | { readonly kind: 'usage'; readonly pods: UsageSample['pods'] }
  /** By directory. */
  | { readonly kind: 'placed'; readonly places: ReadonlyMap<string, DirectoryPlace> }
  | { readonly kind: 'repositories'; readonly repositories: ReadonlyMap<string, Repository | null> }
  /** A row that has changed under the selection has stood there long enough. */
  | { readonly kind: 'rowSettled'; readonly id: number }
  | { readonly kind: 'copyEnded'; readonly outcome: ActionOutcome }
  | { readonly kind: 'notifyEnded'; readonly outcome: ActionOutcome }
  /** `from`: as it was asked for; missing: the Pod's own. */
  | {
      readonly kind: 'scrollbackRead';
      readonly key: string;
      readonly from?: HistorySource | null;
      readonly outcome: ScrollbackOutcome;
    }
  /** More lines of that search, the newest first. `isFirst`: nothing of it has come before. */
  | {
      readonly kind: 'outputFound';
      readonly id: number;
      readonly isFirst: boolean;
      readonly hits: readonly OutputHit[];
    }
  /** The search is over. `faults`: what could not be read, untrusted. */
  | {
      readonly kind: 'outputSearched';
      readonly id: number;
      readonly isFirst: boolean;
      readonly faults: readonly string[];
    }
  | { readonly kind: 'lastScreenRead'; readonly key: string; readonly rows: readonly ScreenRow[] | null }
  /** All that npx fetches now. */
  | { readonly kind: 'fetches'; readonly fetches: readonly AgentFetching[] }
  | { readonly kind: 'newPodOffered'; readonly offers: NewPodOffers }
  | { readonly kind: 'newPodChecked'; readonly asked: NewPodQuestion; readonly found: NewPodCheck }
  | { readonly kind: 'runEnded'; readonly outcome: ActionOutcome };
