// The look of a cell, read from the headless terminal, and the SGR sequence that brings it back.

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
    !style.isUnderline() &&
    !style.isStrikethrough() &&
    !style.isOverline()
  );
}

/** Sets exactly this style, whatever was set before: `ESC [ 0 ; … m`. */
export function sgrSequence(style: CellStyle): string {
  let codes = '0';
  if (style.isBold()) codes += ';1';
  if (style.isDim()) codes += ';2';
  if (style.isItalic()) codes += ';3';
  if (style.isUnderline()) codes += underlineCodes(style);
  if (style.isBlink()) codes += ';5';
  if (style.isInverse()) codes += ';7';
  if (style.isInvisible()) codes += ';8';
  if (style.isStrikethrough()) codes += ';9';
  if (style.isOverline()) codes += ';53';
  if (style.isFgRGB()) codes += `;38;2;${rgbCodes(style.getFgColor())}`;
  else if (style.isFgPalette()) codes += paletteCodes(style.getFgColor(), 30);
  if (style.isBgRGB()) codes += `;48;2;${rgbCodes(style.getBgColor())}`;
  else if (style.isBgPalette()) codes += paletteCodes(style.getBgColor(), 40);
  return `\x1b[${codes}m`;
}

function rgbCodes(colour: number): string {
  return `${(colour >> 16) & 255};${(colour >> 8) & 255};${colour & 255}`;
}

/** `base`: 30 for text, 40 for the background. */
function paletteCodes(colour: number, base: number): string {
  if (colour < 8) return `;${base + colour}`;
  if (colour < 16) return `;${base + 60 + colour - 8}`;
  return `;${base + 8};5;${colour}`;
}

/** Curly, dotted … and coloured underlines need colons; a plain one is the code that every terminal knows. */
function underlineCodes(style: CellStyle): string {
  if (!hasUnderlineStyle(style)) return ';4';
  const kind = style.getUnderlineStyle();
  const shape = kind > 1 ? `;4:${kind}` : ';4';
  if (style.isUnderlineColorDefault()) return shape;
  const colour = style.getUnderlineColor();
  if (style.isUnderlineColorRGB()) {
    return `${shape};58:2::${(colour >> 16) & 255}:${(colour >> 8) & 255}:${colour & 255}`;
  }
  return `${shape};58:5:${colour}`;
}
