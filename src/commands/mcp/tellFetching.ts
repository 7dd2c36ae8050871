// Tells a client that waits for a tool's answer that an agent is fetched first, where it has asked for progress.
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { displayText } from '../../cells/displayText';
import type { CommandContext } from '../commandContext';

type Asked = Pick<RequestHandlerExtra<ServerRequest, ServerNotification>, '_meta' | 'sendNotification' | 'signal'>;

/** The context in which that is told: by progress notifications, else by words on standard error. */
export function tellFetching(
  context: CommandContext,
  { _meta: meta, sendNotification, signal }: Asked,
): CommandContext {
  const progressToken = meta?.progressToken;
  if (progressToken === undefined) return { ...context, fetching: { ...context.fetching, stop: signal } };
  const tell = (progress: number, message: string) => {
    // A client that has gone hears nothing; its request ends by its signal.
    sendNotification({ method: 'notifications/progress', params: { progressToken, progress, message } }).catch(
      () => {},
    );
  };
  return {
    ...context,
    fetching: {
      stop: signal,
      begins: (wanted) => {
        const what = `npx fetches ${displayText(wanted)}, which is not here yet`;
        tell(0, `${what}. That can take minutes.`);
        return { lasts: (seconds) => tell(seconds, `${what}: ${seconds} s`), ended: () => {} };
      },
    },
  };
}
