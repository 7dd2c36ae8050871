// Logging an agent in where that needs no person: a key in the environment, a login that a file holds.
import { type AuthMethod, type ClientContext, methods } from '@agentclientprotocol/sdk';
import { atMost } from './atMost';

/** A method that wants a person after all must not hold the start, ms. */
const LOGIN_MS = 20_000;

/**
 * The method to try; null: a person has to choose, or to be there. `wanted`: its id, as a user has said it.
 * @param env the agent's own environment
 */
export function loginMethod(
  offered: readonly AuthMethod[],
  wanted: string | null,
  env: Readonly<Record<string, string>>,
): AuthMethod | null {
  if (wanted !== null) return offered.find(({ id }) => id === wanted) ?? null;
  const [only, ...others] = offered.filter((method) => needsNobody(method, env));
  return only && others.length === 0 ? only : null;
}

/** True: the agent is logged in as far as it says. @throws the agent's error. */
export async function logIn(agent: ClientContext, method: AuthMethod): Promise<boolean> {
  const answer = agent.request(methods.agent.authenticate, { methodId: method.id }).then(() => true);
  return (await atMost(LOGIN_MS, answer)) === true;
}

function needsNobody(method: AuthMethod, env: Readonly<Record<string, string>>): boolean {
  // Vendors say more of a method than the library's types know.
  const type: unknown = Reflect.get(method, 'type');
  if (type === 'terminal') return false;
  if (type === 'env_var') return variables(Reflect.get(method, 'vars')).every((name) => isSet(env, name));
  const words = [method.id, method.name, method.description ?? ''].join(' ');
  const named = [...words.matchAll(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g)].map(([name]) => name);
  if (named.length > 0) return named.some((name) => isSet(env, name));
  // A browser or a terminal is meant by most other words.
  return /\b(api[ _-]?key|token|environment|service[ _-]?account|credentials? file)\b/i.test(words);
}

function variables(data: unknown): string[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    if (typeof entry !== 'object' || entry === null || Reflect.get(entry, 'optional') === true) return [];
    const name: unknown = Reflect.get(entry, 'name');
    return typeof name === 'string' ? [name] : [];
  });
}

function isSet(env: Readonly<Record<string, string>>, name: string): boolean {
  return (env[name] ?? '') !== '';
}
