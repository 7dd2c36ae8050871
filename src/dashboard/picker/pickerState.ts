// What the picker keeps: the last screen of the stopped Pod that it shows.
import type { ScreenRow } from '../../cells/podScreen';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly picker: {
      /** `resume`: opened alone with `-r`. */
      readonly mode: 'picker' | 'resume';
      readonly pane: { readonly kind: 'picker' };
      readonly slice: PickerState;
    };
  }
}

export interface LastScreen {
  readonly key: string;
  readonly segmentId: string;
  readonly updatedAt: number;
  /** Null: it has none, or it is not here yet. */
  readonly rows: readonly ScreenRow[] | null;
}

export interface PickerState {
  /** Of the stopped Pod that the picker shows. */
  readonly lastScreen: LastScreen | null;
  /** The first row that is shown; moves no further than it must. */
  readonly top: number;
  /** Rows at most; null = as many as there is room for. */
  readonly mostRows: number | null;
}

export const NEW_PICKER: PickerState = { lastScreen: null, top: 0, mostRows: null };
