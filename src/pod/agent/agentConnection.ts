// The connection to an agent: what it says and asks is read leniently, before the protocol library could refuse it.
import {
  type AnyMessage,
  type ClientContext,
  type CreateElicitationResponse,
  client,
  methods,
  type RequestPermissionResponse,
  type Stream,
} from '@agentclientprotocol/sdk';
import {
  type AskedPermission,
  type ElicitationAsk,
  parseElicitation,
  parsePermissionAsk,
} from '../../protocol/agentAsk';
import { type AgentUpdate, parseAgentUpdate } from '../../protocol/agentUpdate';
import { MAX_LINE_BYTES } from '../../protocol/lineDecoder';
import { fieldNamed } from '../../protocol/plainFields';
import { MessageTooLong } from './agentLines';
import type { ToolMethod } from './clientTools/toolMethods';

/** Updates go under a name of ours: the library drops those that its schema does not know. */
const UPDATE = 'podwatch/update';

export interface AgentPort {
  /** `sessionId` null: the agent does not say whose it is. */
  readonly onUpdate: (update: AgentUpdate, sessionId: string | null) => void;
  /** `withdrawn` aborts when the agent takes its question back. */
  readonly onPermission: (ask: AskedPermission, withdrawn: AbortSignal) => Promise<RequestPermissionResponse>;
  readonly onElicitation: (ask: ElicitationAsk, withdrawn: AbortSignal) => Promise<CreateElicitationResponse>;
  /** What more it may ask for, by method; missing: nothing. */
  readonly tools?: ReadonlyMap<string, ToolMethod>;
}

export interface AgentConnection {
  readonly agent: ClientContext;
  readonly signal: AbortSignal;
  readonly closed: Promise<void>;
  /** What the agent has done that broke it, for people; null: nothing. */
  readonly fault: string | null;
  close(): void;
}

/** Updates are handled in their order, each before the answer that follows it. */
export function connectAgent(stream: Stream, port: AgentPort): AgentConnection {
  let fault: string | null = null;
  let asked = 0;
  const podwatch = client({ name: 'podwatch' })
    .onNotification(
      UPDATE,
      (params: unknown) => params,
      ({ params }) => {
        const update = parseAgentUpdate(fieldNamed(params, 'update'));
        const sessionId = fieldNamed(params, 'sessionId');
        if (update !== null) port.onUpdate(update, typeof sessionId === 'string' ? sessionId : null);
      },
    )
    .onRequest(
      methods.client.session.requestPermission,
      (params: unknown) => parsePermissionAsk(params, `unnamed:${++asked}`),
      ({ params, signal }) => port.onPermission(params, signal),
    )
    .onRequest(methods.client.elicitation.create, parseElicitation, ({ params, signal }) =>
      port.onElicitation(params, signal),
    )
    .onNotification(
      methods.client.elicitation.complete,
      (params: unknown) => params,
      () => {},
    );
  for (const [method, answer] of port.tools ?? []) {
    podwatch.onRequest(
      method,
      (params: unknown) => params,
      ({ params, signal }) => answer(params, signal),
    );
  }
  const connection = podwatch.connect(
    renamed(stream, (error) => {
      fault = faultText(error);
    }),
  );
  return {
    agent: connection.agent,
    signal: connection.signal,
    closed: connection.closed,
    get fault() {
      return fault;
    },
    close: () => connection.close(),
  };
}

function renamed({ readable, writable }: Stream, onFault: (error: unknown) => void): Stream {
  const reader = readable.getReader();
  const named = new ReadableStream<AnyMessage>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(withOwnName(value));
      } catch (error) {
        onFault(error);
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { readable: named, writable };
}

function withOwnName(message: AnyMessage): AnyMessage {
  if (fieldNamed(message, 'method') !== methods.client.session.update) return message;
  return { ...message, method: UPDATE };
}

/** Null: it just ended, which says nothing of why. */
function faultText(error: unknown): string | null {
  if (!(error instanceof MessageTooLong)) return null;
  return `it sent a message of more than ${MAX_LINE_BYTES / 1024 / 1024} MiB, which is more than podwatch takes at once`;
}
