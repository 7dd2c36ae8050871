// Where a byte is, for what is looked through with each key.

/** Up to so many bytes a loop is quicker than the call of Node's own search, which is the one for what is longer. */
const SHORT_BYTES = 32;

/** As `bytes.indexOf(byte, from)`; `from` is no less than 0. */
export function indexOfByte(bytes: Buffer, byte: number, from = 0): number {
  if (bytes.length > SHORT_BYTES) return bytes.indexOf(byte, from);
  for (let at = from; at < bytes.length; at++) if (bytes[at] === byte) return at;
  return -1;
}
