// Looks into what a library keeps to itself.

/** A field that no type tells of. */
export function readField(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
