// What a `run` request types into the program, before its Enter.
import { inputText } from '../../protocol/logEntry';

/**
 * The flattened segments, as a paste where the program asked for marked pastes. The mark's own end must not come from the
 * text: what followed it would run as typed keys.
 */
export function typedInput(segments: readonly unknown[], bracketedPaste: boolean): Buffer {
  // A terminal sends Enter, not a line feed.
  const text = withoutPasteEnd(inputText(segments).replace(/\r\n/g, '\n')).replaceAll('\n', '\r');
  return Buffer.from(bracketedPaste ? `\x1b[200~${text}\x1b[201~` : text, 'utf8');
}

function withoutPasteEnd(text: string): string {
  let kept = text;
  // Removing one can bring two halves of another together.
  while (kept.includes('\x1b[201~')) kept = kept.replaceAll('\x1b[201~', '');
  return kept;
}
