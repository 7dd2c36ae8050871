// Which names a Pod may have: lenient for names that exist, stricter for names we create.

/** Characters in a new name at most; keeps rows readable and paths short. */
const MAX_NEW_NAME = 64;

/** Can this directory or registry name be a Pod at all (formats §2)? Anything else must not become a path. */
export function isPodName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
}

/** Why a new Pod cannot have this name, in one sentence; null if it can. */
export function newPodNameFault(name: string): string | null {
  if (name === '') return 'A Pod name cannot be empty.';
  if (!isPodName(name)) return `A Pod name cannot be "." or ".." and cannot contain "/": ${JSON.stringify(name)}.`;
  if ([...name].length > MAX_NEW_NAME) return `A Pod name can have at most ${MAX_NEW_NAME} characters.`;
  // Controls, format characters (bidi, zero width), surrogates, private use, unassigned, line separators.
  const [hidden] = /[\p{C}\p{Zl}\p{Zp}]/u.exec(name) ?? [];
  if (hidden !== undefined) {
    return `A Pod name must be printable, and ${codePointWords(hidden)} is not: ${JSON.stringify(name)}.`;
  }
  if (name !== name.trim()) return `A Pod name cannot begin or end with a space: ${JSON.stringify(name)}.`;
  // The registry, its lock and its temporary files stand beside the runtime directories of the Pods.
  if (name.startsWith('pods.json')) return `A Pod name cannot begin with "pods.json": the registry has that name.`;
  if (name.startsWith('-')) return `A Pod name cannot begin with "-" (it would read as an option): ${name}.`;
  return null;
}

/** "U+200D": of what nobody sees, as what joins an emoji. */
function codePointWords(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
