// The sessions of agent CLIs that a shell offers, as `TOOL:ID`.
import { displayText } from '../../cells/displayText';
import { FOREIGN_TOOLS } from '../../places/foreign/foreignTools';
import { sessionsBeginning } from '../../places/foreign/sessionsBeginning';
import type { PodContext } from '../foundPod';

/** Only of tools whose name has been begun: there may be thousands, and not all are looked for at each Tab. */
export async function completeSessions(
  { env, cwd }: PodContext,
  current: string,
): Promise<readonly (readonly [word: string, describe: string])[]> {
  const [, name = '', colon, beginning = ''] = /^([a-z][a-z0-9-]*)(:?)(.*)$/s.exec(current) ?? [];
  const tools = FOREIGN_TOOLS.filter((tool) => (colon === ':' ? tool.name === name : tool.name.startsWith(name)));
  if (name === '' || tools.length === 0) return [];
  const sessions = await sessionsBeginning(env, tools, beginning, cwd);
  return sessions.map(({ tool, sessionId, title }) => [`${tool}:${sessionId}`, displayText(title ?? '')] as const);
}
