// What the grid keeps: how large its tiles are, and the page that was turned to.
import type { Density } from './gridShape';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly grid: {
      readonly mode: 'grid';
      readonly pane: { readonly kind: 'grid' };
      readonly slice: GridState;
    };
  }
}

export interface GridState {
  /** Counts only while no tile is selected; else the page is the selected tile's. */
  readonly page: number;
  /** How large tiles are at least. */
  readonly density: Density;
}

export const NEW_GRID: GridState = { page: 0, density: 'normal' };
