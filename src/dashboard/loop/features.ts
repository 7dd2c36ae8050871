// The registry of the dashboard's features: to add one, add its folder and one line here; the compiler says what is missing.
import { attentionFeature } from '../attention/attentionFeature';
import { composerFeature } from '../composer/composerFeature';
import { confirmFeature } from '../confirm/confirmFeature';
import { conversationFeature } from '../conversation/conversationFeature';
import { failuresFeature } from '../failures/failuresFeature';
import { fetchesFeature } from '../fetches/fetchesFeature';
import { gridFeature } from '../grid/gridFeature';
import { groupsFeature } from '../groups/groupsFeature';
import { helpFeature } from '../help/helpFeature';
import { outputFeature } from '../output/outputFeature';
import { overviewFeature } from '../overview/overviewFeature';
import { pickerFeature } from '../picker/pickerFeature';
import { promptFeature } from '../prompt/promptFeature';
import { questionFeature } from '../question/questionFeature';
import { scopeFeature } from '../scope/scopeFeature';
import { usageFeature } from '../usage/usageFeature';
import { whyFeature } from '../why/whyFeature';
import { zoomFeature } from '../zoom/zoomFeature';
import type { AnyFeature, Features, Layer, ModeTraits } from './feature';
import type { Mode, Slices } from './featureTypes';
import type { DashboardState } from './state';

/** In the order of their keys in the bar and in the help. */
export const FEATURES: Features = {
  failures: failuresFeature,
  fetches: fetchesFeature,
  prompt: promptFeature,
  confirm: confirmFeature,
  picker: pickerFeature,
  attention: attentionFeature,
  question: questionFeature,
  scope: scopeFeature,
  output: outputFeature,
  groups: groupsFeature,
  composer: composerFeature,
  why: whyFeature,
  zoom: zoomFeature,
  overview: overviewFeature,
  usage: usageFeature,
  grid: gridFeature,
  help: helpFeature,
  conversation: conversationFeature,
};

/** The same, in that order. */
export const ALL_FEATURES: readonly AnyFeature[] = Object.values(FEATURES);

// `Features` has checked that each name has all of its own modes, and its slice; joining them loses that to the compiler.

/** Every mode, and how it treats keys. */
export const MODES = Object.assign({}, ...ALL_FEATURES.map(({ modes }) => modes)) as Readonly<Record<Mode, ModeTraits>>;

/** What the features keep before anything has happened. */
export const INITIAL_SLICES = Object.fromEntries(
  Object.entries(FEATURES).flatMap(([name, { initial }]) => (initial === null ? [] : [[name, initial]])),
) as Slices;

/** Keys reach these one after the other. */
const FROM_THE_TOP: readonly Layer[] = ['overlay', 'field', 'pane'];

/** What is on the screen of `state`, from the top. */
export function shownFeatures(state: DashboardState): readonly AnyFeature[] {
  return FROM_THE_TOP.flatMap((layer) => ALL_FEATURES.filter((each) => each.layer === layer && each.isShown(state)));
}

/** What has the keys. There always is a pane. */
export function topFeature(state: DashboardState): AnyFeature {
  return shownFeatures(state).find((each) => each.mode(state) !== null) ?? FEATURES.grid;
}
