// What stands above the output of a restored Pod: its earlier screen and a line that says so.

/** Running text for the headless terminal; ends at the start of a line. */
export function restoredPreface(earlierScreen: Buffer | null, now: Date): Buffer {
  const separator = Buffer.from(`\x1b[0;2m── restored ${localMinute(now)} ──\x1b[0m\r\n`, 'utf8');
  if (!earlierScreen || earlierScreen.length === 0) return separator;
  return Buffer.concat([earlierScreen, Buffer.from('\x1b[0m\r\n'), separator]);
}

/** `2026-05-30 15:39` on the user's clock. */
function localMinute(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
