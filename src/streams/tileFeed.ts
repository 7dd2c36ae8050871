// What the stream of one Pod's screen says; as in the dashboard's port of that name.
import type { PodScreen } from '../podList/podScreen';

export type TileFeed =
  | { readonly kind: 'screen'; readonly screen: PodScreen }
  | { readonly kind: 'lost'; readonly reason: string };
