// Where bytes can be cut without cutting a character.

/** How many bytes at the end are the beginning of a UTF-8 character whose rest has not come. */
export function incompleteUtf8Bytes(data: Uint8Array): number {
  const last = data.length;
  for (let back = 1; back <= 3 && back <= last; back++) {
    const byte = data[last - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}
