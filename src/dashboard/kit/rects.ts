// Rectangles of cells: cutting, centring, hitting.
import type { Rect } from './frame';

/** Cuts `height` rows (or what there is) off the lower end. */
export function splitBottom(area: Rect, height: number): { readonly top: Rect; readonly bottom: Rect } {
  const cut = Math.min(Math.max(0, height), area.height);
  return {
    top: { ...area, height: area.height - cut },
    bottom: { ...area, y: area.y + area.height - cut, height: cut },
  };
}

/** A box in the middle of the area; it is no larger than that. */
export function centredRect(area: Rect, width: number, height: number): Rect {
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

/** Whether the cell lies in the rectangle. */
export function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}
