// Breaks one line of text into rows of so many cells: the kit's name for what `cells/` does.
export { wrapText } from '../../cells/wrapSpans';
