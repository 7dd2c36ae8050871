// Amounts in as few characters as a column can spare.

const UNITS = ['B', 'K', 'M', 'G', 'T'] as const;

/** `0B`, `812K`, `1.4G`: bytes in powers of 1024. */
export function bytesText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)}${UNITS[unit]}`;
}

/** `3%`, `0.4%`, `112%`. */
export function percentText(percent: number): string {
  return `${percent > 0 && percent < 0.95 ? percent.toFixed(1) : Math.round(percent)}%`;
}
