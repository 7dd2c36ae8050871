// When a line was printed, in as many cells as there are.

/** By the width of the screen: seconds, then the day in short, then the minute or the day alone. */
export function hitTimeCells(width: number): number {
  return width >= 120 ? 19 : width >= 60 ? 11 : 5;
}

/** Local time; blank where it is not known. @param at Unix ms, as `now`. */
export function hitTime(at: number, now: number, cells: number): string {
  if (at === 0) return '-';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const minute = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const second = `${minute}:${two(date.getSeconds())}`;
  const isToday = date.toDateString() === new Date(now).toDateString();
  if (cells >= 19) return `${date.getFullYear()}-${day} ${second}`;
  if (cells >= 11) return isToday ? second : `${day} ${minute}`;
  return isToday ? minute : day;
}
