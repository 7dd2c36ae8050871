// A Pod that is to be started on another host: its name is `HOST/NAME`, and what is there decides.
import { type ActionFailure, failure, type Outcome } from '../../actions/actionFailure';
import { displayName } from '../../cells/displayText';
import type { RunOrder } from '../../places/place';
import type { CommandContext } from '../commandContext';
import { hostWord } from '../hostWords';

/** `agent`: known there by this name. */
export type AwayOrder = Pick<RunOrder, 'argv' | 'cols' | 'rows'> & {
  readonly cwd: string | undefined;
  readonly agent: string | undefined;
  readonly policy: NonNullable<RunOrder['agent']>['policy'];
};

export interface StartedAway {
  readonly name: string;
  readonly directory: string;
}

/** Null: the name is one of this machine. */
export async function startAway(
  context: CommandContext,
  name: string | undefined,
  { agent, policy, cwd, ...order }: AwayOrder,
): Promise<Outcome<StartedAway> | null> {
  const word = name === undefined ? null : hostWord(name);
  if (name === undefined || word === null || context.openHosts === null) return null;
  const place = (await context.openHosts()).named(word.host)?.place;
  if (place === undefined) return noHost(word.host);
  const ofAgent = agent !== undefined && { agent: { policy }, preset: agent };
  const started = await place.run({ ...order, name: word.name, cwd: cwd ?? '', ...ofAgent });
  return started.kind === 'done' ? { kind: 'done', name, directory: cwd ?? '~' } : started;
}

function noHost(host: string): ActionFailure {
  return failure('not-found', `There is no host "${displayName(host)}" in the configuration.`);
}
