// What a `run` request types into the program.
import { inputText } from '../protocol/logEntry';

/**
 * The flattened segments, as a paste where the program asked for marked pastes, then Enter. The mark's own end must not
 * come from the text: what followed it would run as typed keys.
 */
export function typedInput(segments: unknown, bracketedPaste: boolean): Buffer {
  const text = withoutPasteEnd(inputText(segments).replace(/\r\n/g, '\n'));
  // A terminal sends Enter, not a line feed.
  const typed = bracketedPaste ? `\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~` : text.replaceAll('\n', '\r');
  return Buffer.from(`${typed}\r`, 'utf8');
}

function withoutPasteEnd(text: string): string {
  let kept = text;
  // Removing one can bring two halves of another together.
  while (kept.includes('\x1b[201~')) kept = kept.replaceAll('\x1b[201~', '');
  return kept;
}
