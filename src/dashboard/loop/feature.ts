// What a feature of the dashboard is: one value that says all that the loop and the frame must know of it.
import type { PodEntry } from '../../podList/podList';
import type { FeatureName, FeatureTypes, Mode, ModeOf, PartOf } from './featureTypes';
import type { Intent } from './intent';
import type { KeyRow } from './keyRow';
import { type Drawn, type Moment, NOTHING_DRAWN } from './moment';
import type { Report } from './report';
import type { DashboardState } from './state';
import type { Step } from './step';

/** How a mode treats keys. */
export interface ModeTraits {
  /** Every letter is text; pastes go in. */
  readonly takesText: boolean;
  /** `own`: the user may remap its keys. `checked`: it shares rows with such a mode. `fixed`: its keys are what they are. */
  readonly remap: 'own' | 'checked' | 'fixed';
  /** In a sentence: "in the grid". */
  readonly words: string;
}

/** A click; `at` in Unix ms. */
export interface Click {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** The left button is moved while it is held, or let go. */
export interface Drag extends Click {
  readonly action: 'drag' | 'up';
  readonly isAlt: boolean;
}

/**
 * Where it is drawn and when keys reach it: an overlay lies over everything and takes all keys, a field takes those
 * that it has a mode for, a pane the rest. A command is keys of the panes, and nothing of it is shown by itself.
 */
export type Layer = 'overlay' | 'field' | 'pane' | 'command';

/** All members are said by every feature: what it has none of as well. `Own`: what it shows; `Plan`: where what lies. */
export interface FeatureParts<N extends FeatureName, Own, Plan> {
  readonly layer: Layer;
  readonly modes: Readonly<Record<ModeOf<N>, ModeTraits>>;
  /** What it keeps before anything has happened. */
  readonly initial: PartOf<N, 'slice'> extends never ? null : PartOf<N, 'slice'>;
  /** In the order of the bar and of the help; what others share with it stands in `loop/baseKeys.ts`. */
  readonly keys: readonly KeyRow[];
  /** Whether a key of its own leads somewhere now: one that does not is no help in the bar. */
  readonly leads: (state: DashboardState, intent: Intent) => boolean;
  /** What of it is on the screen; null: nothing. */
  readonly shows: (state: DashboardState) => Own | null;
  /** The mode in which it has the keys, where nothing above it takes them; null: it takes none. */
  readonly mode: (state: DashboardState, own: Own) => ModeOf<N> | null;
  /** Answers an intent while it is shown; null: it is for what lies below. */
  readonly reduce: (state: DashboardState, own: Own, intent: Intent) => Step | null;
  /** Answers what can be asked of it from the panes; null: it is not asked. */
  readonly offers: (state: DashboardState, intent: Intent) => Step | null;
  /** Answers a report that is its own; null: it is not. */
  readonly hears: (state: DashboardState, report: Report) => Step | null;
  /** Where its parts lie and what they show: once for the view, the mouse, the subscriptions and the timer. */
  readonly plan: (state: DashboardState, own: Own) => Plan;
  readonly view: (moment: Moment, plan: Plan) => Drawn;
  /** The Pods whose screen or conversation it shows. */
  readonly watches: (plan: Plan, state: DashboardState) => readonly PodEntry[];
  /** The times (Unix ms, 0 = unknown) whose ages it shows. */
  readonly ages: (plan: Plan, state: DashboardState) => readonly number[];
  /** What a click there means; null: nothing of it lies there. */
  readonly hit: (plan: Plan, click: Click) => Intent | null;
  /** What a button that was pressed in it and is moved or let go means; reported only while its view asks for it. */
  readonly drag: (plan: Plan, drag: Drag) => Intent | null;
  /** Rows that one notch of the wheel moves while it has the keys; 0: the wheel does nothing then. */
  readonly wheel: number;
  /** What the header says of where one is. */
  readonly place: (plan: Plan, state: DashboardState) => string;
}

/** A feature as the loop sees it: what only it understands is closed in. */
export interface AnyFeature {
  readonly layer: Layer;
  readonly modes: Readonly<Partial<Record<Mode, ModeTraits>>>;
  readonly initial: object | null;
  readonly keys: readonly KeyRow[];
  readonly leads: (state: DashboardState, intent: Intent) => boolean;
  readonly isShown: (state: DashboardState) => boolean;
  readonly mode: (state: DashboardState) => Mode | null;
  readonly reduce: (state: DashboardState, intent: Intent) => Step | null;
  readonly offers: (state: DashboardState, intent: Intent) => Step | null;
  readonly hears: (state: DashboardState, report: Report) => Step | null;
  readonly view: (moment: Moment) => Drawn;
  readonly watches: (state: DashboardState) => readonly PodEntry[];
  readonly ages: (state: DashboardState) => readonly number[];
  readonly hit: (state: DashboardState, click: Click) => Intent | null;
  readonly drag: (state: DashboardState, drag: Drag) => Intent | null;
  readonly wheel: number;
  readonly place: (state: DashboardState) => string;
}

/** The same with what its name says of its types. */
export interface Feature<N extends FeatureName>
  extends Omit<AnyFeature, 'modes' | 'initial'>,
    Pick<FeatureParts<N, never, never>, 'modes' | 'initial'> {}

/** The registry: one for each feature that has declared its types; one that is missing does not compile. */
export type Features = { readonly [N in keyof FeatureTypes]: Feature<N> };

/** A feature of its parts. A state is planned once, however often it is asked for. */
export function feature<N extends FeatureName, Own, Plan>(parts: FeatureParts<N, Own, Plan>): Feature<N> {
  let known: { readonly state: DashboardState; readonly plan: Plan | null } | null = null;
  const planned = (state: DashboardState): Plan | null => {
    if (known?.state === state) return known.plan;
    const own = parts.shows(state);
    const plan = own === null ? null : parts.plan(state, own);
    known = { state, plan };
    return plan;
  };
  const of = <T>(state: DashboardState, fallback: T, read: (plan: Plan) => T): T => {
    const plan = planned(state);
    return plan === null ? fallback : read(plan);
  };
  const { layer, modes, initial, keys, leads, offers, hears, wheel } = parts;
  return {
    layer,
    modes,
    initial,
    keys,
    leads,
    offers,
    hears,
    wheel,
    isShown: (state) => parts.shows(state) !== null,
    mode: (state) => {
      const own = parts.shows(state);
      return own === null ? null : parts.mode(state, own);
    },
    reduce: (state, intent) => {
      const own = parts.shows(state);
      return own === null ? null : parts.reduce(state, own, intent);
    },
    view: (moment) => of(moment.state, NOTHING_DRAWN, (plan) => parts.view(moment, plan)),
    watches: (state) => of(state, [], (plan) => parts.watches(plan, state)),
    ages: (state) => of(state, [], (plan) => parts.ages(plan, state)),
    hit: (state, click) => of(state, null, (plan) => parts.hit(plan, click)),
    drag: (state, drag) => of(state, null, (plan) => parts.drag(plan, drag)),
    place: (state) => of(state, '', (plan) => parts.place(plan, state)),
  };
}

/** For members that a feature has nothing for. */
export const NONE = {
  nothing: (): null => null,
  nobody: (): readonly PodEntry[] => [],
  noAges: (): readonly number[] => [],
  always: (): boolean => true,
  noPlace: (): string => '',
  unseen: (): Drawn => NOTHING_DRAWN,
} as const;
