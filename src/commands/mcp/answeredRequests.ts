// Which requests of an MCP client are still without their answer: one that says all it has to say and ends gets all its answers.
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** A client that has died ends like one that has said all: a request that waits for long is given up then, ms. */
const MAX_REST_MS = 5_000;

/**
 * Listens to what goes through the transport, once a server is connected to it.
 * @returns resolves when all that was asked until then has been answered, or after `MAX_REST_MS`.
 */
export function answeredRequests(transport: Transport): () => Promise<void> {
  const open = new Set<string | number>();
  let onNone = () => {};
  const { onmessage, send } = transport;
  transport.onmessage = (message, extra) => {
    if ('method' in message && 'id' in message) open.add(message.id);
    onmessage?.call(transport, message, extra);
  };
  transport.send = async (message, options) => {
    await send.call(transport, message, options);
    if ('method' in message || message.id === undefined) return;
    open.delete(message.id);
    if (open.size === 0) onNone();
  };
  return () => {
    if (open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, MAX_REST_MS);
      onNone = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
}
