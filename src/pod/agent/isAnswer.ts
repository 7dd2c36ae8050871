// Whether an agent has answered at all: the library hands on what it says, whatever its types promise.

/** An object, as every answer of the protocol is; its fields are still unknown. */
export function isAnswer(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
