// Names that only differ in how their characters are put together: two Pods that nobody could tell apart.
import { existsSync, readdirSync } from 'node:fs';
import { type HomePaths, metadataPath } from '../protocol/homePaths';

/** The Pod of the store whose name looks the same as a new one's; null: none, or they cannot be listed. */
function lookalikeName(home: HomePaths, name: string, except?: string): string | null {
  const looks = name.normalize('NFC');
  const isOther = (other: string) => other !== name && other !== except && other.normalize('NFC') === looks;
  try {
    return readdirSync(home.pods).find((other) => isOther(other) && existsSync(metadataPath(home, other))) ?? null;
  } catch {
    return null;
  }
}

/** For who would give it that name: a sentence. */
export function lookalikeFault(home: HomePaths, name: string, except?: string): string | null {
  const other = lookalikeName(home, name, except);
  if (other === null) return null;
  return `A Pod "${other}" exists, which looks the same and is spelt with other characters (${spelling(other)}). Take another name.`;
}

/** Of what is not ASCII the code points: `e + U+0301`. */
function spelling(name: string): string {
  return [...name]
    .map((character) =>
      /[\x20-\x7e]/.test(character)
        ? character
        : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
    )
    .join(' ');
}
