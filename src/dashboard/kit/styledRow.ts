// Text and styles become rows of runs: the kit's names for what `cells/` does.
export { filledRow, paddedSpan as cell, rowOf, span, spansWidth, splitRow } from '../../cells/spans';
export type { Span } from '../../cells/textStyle';
