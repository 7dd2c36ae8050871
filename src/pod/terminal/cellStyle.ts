// The look of a cell, read from the headless terminal, and the SGR sequence that brings it back.
import { sgrSequence } from '../../cells/sgrSequence';
import { DEFAULT_COLOUR, STYLE, type TextStyle, TRUECOLOR } from '../../cells/textStyle';
import { readField } from './readField';

/** What both a cell of the buffer and the pen of the parser can tell. */
export interface CellStyle {
  isBold(): number;
  isDim(): number;
  isItalic(): number;
  isUnderline(): number;
  isBlink(): number;
  isInverse(): number;
  isInvisible(): number;
  isStrikethrough(): number;
  isOverline(): number;
  isFgRGB(): boolean;
  isFgPalette(): boolean;
  getFgColor(): number;
  isBgRGB(): boolean;
  isBgPalette(): boolean;
  getBgColor(): number;
}

/** Cells have these too; the public types leave them out. */
interface UnderlineStyle {
  getUnderlineStyle(): number;
  isUnderlineColorDefault(): boolean;
  isUnderlineColorRGB(): boolean;
  getUnderlineColor(): number;
}

export function isCellStyle(value: unknown): value is CellStyle {
  return (
    typeof value === 'object' && value !== null && 'isBold' in value && 'isFgRGB' in value && 'getBgColor' in value
  );
}

function hasUnderlineStyle(style: object): style is UnderlineStyle {
  return 'getUnderlineStyle' in style && 'isUnderlineColorDefault' in style && 'getUnderlineColor' in style;
}

/** Would a blank in this style look like nothing at all? */
export function isPlainBlank(style: CellStyle): boolean {
  return (
    !style.isBgRGB() &&
    !style.isBgPalette() &&
    !style.isInverse() &&
    underlineShape(style) === 0 &&
    !style.isStrikethrough() &&
    !style.isOverline()
  );
}

/** All of the look that a style has words for: the shape and colour of an underline and an overline are left out. */
export function textStyleOf(cell: CellStyle): TextStyle {
  return {
    fg: colourOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    bg: colourOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
    flags:
      (cell.isBold() ? STYLE.bold : 0) |
      (cell.isDim() ? STYLE.dim : 0) |
      (cell.isItalic() ? STYLE.italic : 0) |
      (underlineShape(cell) > 0 ? STYLE.underline : 0) |
      (cell.isBlink() ? STYLE.blink : 0) |
      (cell.isInverse() ? STYLE.inverse : 0) |
      (cell.isInvisible() ? STYLE.invisible : 0) |
      (cell.isStrikethrough() ? STYLE.strike : 0),
  };
}

function colourOf(isRgb: boolean, isPalette: boolean, colour: number): number {
  if (isRgb) return TRUECOLOR + colour;
  return isPalette ? colour : DEFAULT_COLOUR;
}

/** Sets exactly the look of that cell, whatever was set before. */
export function cellSequence(cell: CellStyle): string {
  const underline = underlineShape(cell) > 0 ? underlineCodes(cell) : '';
  return sgrSequence(textStyleOf(cell), `${underline}${cell.isOverline() ? ';53' : ''}`);
}

/** Where links and shapes of underlines are; undefined: it has none (a cell that is used again keeps those of the last one). */
export function extendedLook(style: CellStyle): unknown {
  const has = readField(style, 'hasExtendedAttrs');
  return typeof has === 'function' && has.call(style) ? readField(style, 'extended') : undefined;
}

/** 0: none, 1: plain, 2: double, 3: curly, 4: dotted, 5: dashed; what the program has set. */
function underlineShape(style: CellStyle): number {
  const extended = extendedLook(style);
  // The terminal has links underlined, whatever the program has set; in its bits the truth is left.
  if (readField(extended, 'urlId')) return (Number(readField(extended, '_ext')) >> 26) & 7;
  if (!style.isUnderline()) return 0;
  // A saved pen has the underline and not its shape.
  return hasUnderlineStyle(style) ? style.getUnderlineStyle() || 1 : 1;
}

/** What curly, dotted … and coloured underlines need more than the code that every terminal knows. */
function underlineCodes(style: CellStyle): string {
  if (!hasUnderlineStyle(style)) return '';
  const kind = underlineShape(style);
  const shape = kind > 1 ? `;4:${kind}` : '';
  if (style.isUnderlineColorDefault()) return shape;
  const colour = style.getUnderlineColor();
  if (style.isUnderlineColorRGB()) {
    return `${shape};58:2::${(colour >> 16) & 255}:${(colour >> 8) & 255}:${colour & 255}`;
  }
  return `${shape};58:5:${colour}`;
}
