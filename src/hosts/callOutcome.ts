// What the answer of another host to a call means here: its words are made safe, and say whose they are.
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayText } from '../cells/displayText';
import { type HostDeed, type HostResult, parseHostOutcome } from '../protocol/hostDeeds';

type Answered<D extends HostDeed> = { readonly kind: 'done'; readonly result: HostResult<D> } | ActionFailure;

/** `lost`: the connection has ended before the answer, `reason` a clause; whether it was done is not known. */
export type CallOutcome<D extends HostDeed> = Answered<D> | { readonly kind: 'lost'; readonly reason: string };

export function callOutcome<D extends HostDeed>(host: string, deed: D, outcome: unknown): Answered<D> {
  const parsed = parseHostOutcome(deed, outcome);
  if (!parsed.ok) return failure('failed', `The answer of ${host} cannot be read: ${displayText(parsed.error)}`);
  if (parsed.value.kind === 'done') return parsed.value;
  return failure(parsed.value.kind, `${host}: ${displayText(parsed.value.message)}`);
}

/** `what`: a verb and more, of the host. */
export function unknownOutcome(host: string, what: string): ActionFailure {
  return failure('timeout', `${host} ${what}: whether it was done is not known. Look before you do it again.`);
}
