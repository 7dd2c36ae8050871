// The key of a member: an nkey of a user, made here, whose secret half goes to that member alone.
import { createUser } from '@nats-io/nkeys';

export interface MemberKey {
  /** What the server is told. */
  readonly key: string;
  readonly seed: string;
}

/** A new one at each call. */
export function newMemberKey(): MemberKey {
  const pair = createUser();
  return { key: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
}
