// What the stream of one Pod's content says; the same shape as the dashboard's port of that name.
import type { PodScreen } from '../podList/podScreen';

/** One piece of a conversation. `text` is untrusted and may have many lines. */
export interface TranscriptLine {
  readonly role: 'user' | 'assistant' | 'thinking' | 'tool' | 'system' | 'error';
  readonly text: string;
}

export type TileFeed =
  | { readonly kind: 'screen'; readonly screen: PodScreen }
  | { readonly kind: 'transcript'; readonly lines: readonly TranscriptLine[] }
  | { readonly kind: 'lost'; readonly reason: string };
