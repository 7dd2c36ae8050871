// Where the parts of the screen lie, whatever its size: header, body, closed strip, footer.
import type { Rect } from './frame';
import type { TerminalSize } from './terminalScreen';

export interface ScreenLayout {
  readonly header: Rect;
  readonly body: Rect;
  /** The bar, or the message line while there is a message. */
  readonly footer: Rect;
}

/** One row above, one below, the rest between; on a terminal of one or two rows something gets no row. */
export function screenLayout({ cols, rows }: TerminalSize): ScreenLayout {
  const headerHeight = rows >= 2 ? 1 : 0;
  const footerHeight = rows >= 3 ? 1 : 0;
  const bodyHeight = Math.max(0, rows - headerHeight - footerHeight);
  return {
    header: { x: 0, y: 0, width: cols, height: headerHeight },
    body: { x: 0, y: headerHeight, width: cols, height: bodyHeight },
    footer: { x: 0, y: headerHeight + bodyHeight, width: cols, height: footerHeight },
  };
}

/** Cuts `height` rows (or what there is) off the lower end. */
export function splitBottom(area: Rect, height: number): { readonly top: Rect; readonly bottom: Rect } {
  const cut = Math.min(Math.max(0, height), area.height);
  return {
    top: { ...area, height: area.height - cut },
    bottom: { ...area, y: area.y + area.height - cut, height: cut },
  };
}

/** Whether the cell lies in the rectangle. */
export function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}
