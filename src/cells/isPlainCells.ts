// Text whose every character is one cell as it stands: nearly all that is drawn, told without taking it apart.

/**
 * Printable ASCII, Latin, dashes, dots and ellipsis, lines, blocks and the shapes of our marks. All of them are one UTF-16 unit, none of
 * them joins its neighbours, and `cellClusters` gives each as it is.
 */
const PLAIN = /^[\x20-\x7e\xa0-\u02ff\u2010-\u2027\u2500-\u25fc\u2713]*$/;

export function isPlainCells(text: string): boolean {
  return PLAIN.test(text);
}
