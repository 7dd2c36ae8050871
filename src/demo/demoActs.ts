// What the two agents of the demo do: one changes a file and asks before it does, one reviews file by file, for long.
import type { PlanEntry, StopReason, ToolCall } from '@agentclientprotocol/sdk';
import { type Act, isAllowedBy, pause, type ScriptStage } from './scriptStage';

/** Ms between two words, as a model writes them; between two steps. */
const WORD_MS = 45;
const STEP_MS = 900;

async function speak({ say, signal }: ScriptStage, text: string): Promise<void> {
  for (const word of text.split(/(?<=\s)/)) {
    if (signal.aborted) return;
    await say(word);
    await pause(WORD_MS, signal);
  }
}

async function think({ update, signal }: ScriptStage, text: string): Promise<void> {
  for (const word of text.split(/(?<=\s)/)) {
    if (signal.aborted) return;
    await update({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: word } });
    await pause(WORD_MS, signal);
  }
}

/** A tool call from its announcement to its result. */
async function useTool(stage: ScriptStage, call: ToolCall, output: string): Promise<void> {
  await stage.update({ sessionUpdate: 'tool_call', ...call, status: 'in_progress' });
  await pause(STEP_MS, stage.signal);
  const { toolCallId } = call;
  const content = [{ type: 'content' as const, content: { type: 'text' as const, text: output } }];
  await stage.update({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed', content });
}

function plan(steps: readonly string[], done: number): PlanEntry[] {
  return steps.map((content, index) => ({
    content,
    priority: 'medium',
    status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
  }));
}

const OLD = `export function total(cart: Cart): number {
  const sum = cart.items.reduce((all, item) => all + item.price * (1 + TAX), 0);
  return sum * (1 + TAX);
}
`;
const NEW = `export function total(cart: Cart): number {
  const sum = cart.items.reduce((all, item) => all + item.price * item.count, 0);
  return sum * (1 + TAX);
}
`;
const FIX_STEPS = ['Find where the tax is added', 'Add it once', 'Run the tests'];

async function fix(_rest: string, stage: ScriptStage): Promise<StopReason> {
  const { update, signal } = stage;
  await update({ sessionUpdate: 'session_info_update', title: 'Tax is added twice' });
  await update({ sessionUpdate: 'plan', entries: plan(FIX_STEPS, 0) });
  await think(stage, 'The test says the tax is added twice, so one of the two places has to go.');
  await useTool(stage, { toolCallId: 'read', title: 'Read src/cart.ts', kind: 'read' }, OLD);
  await speak(stage, 'The tax is added **for each item** and again **for the sum**. I keep the second one:\n\n');
  await update({ sessionUpdate: 'plan', entries: plan(FIX_STEPS, 1) });
  await update({ sessionUpdate: 'usage_update', used: 18_400, size: 200_000 });
  const diff = { type: 'diff' as const, path: 'src/cart.ts', oldText: OLD, newText: NEW };
  const edit = { toolCallId: 'edit', title: 'Edit src/cart.ts', kind: 'edit' as const, content: [diff] };
  const isAllowed = await isAllowedBy(stage, { ...edit, rawInput: { path: 'src/cart.ts' } });
  if (isAllowed === null || signal.aborted) return 'cancelled';
  await update({ sessionUpdate: 'tool_call_update', ...edit, status: isAllowed ? 'completed' : 'failed' });
  if (!isAllowed) {
    await speak(stage, 'Then I leave `src/cart.ts` as it is. Shall I take the tax out of the sum instead?');
    return 'end_turn';
  }
  await update({ sessionUpdate: 'plan', entries: plan(FIX_STEPS, 2) });
  await useTool(stage, { toolCallId: 'test', title: 'npm test -- cart', kind: 'execute' }, '42 passed, 0 failed\n');
  await update({ sessionUpdate: 'plan', entries: plan(FIX_STEPS, 3) });
  await speak(stage, 'Done: the tax is added once, and all **42 tests** pass.');
  return signal.aborted ? 'cancelled' : 'end_turn';
}

const REVIEWED = ['src/api/orders.ts', 'src/api/items.ts', 'src/search/index.ts', 'src/ui/basket.tsx'];

async function review(_rest: string, stage: ScriptStage): Promise<StopReason> {
  const { update, signal } = stage;
  await update({ sessionUpdate: 'session_info_update', title: 'Review of the last release' });
  for (let round = 0; !signal.aborted; round += 1) {
    const file = REVIEWED[round % REVIEWED.length] ?? '';
    await think(stage, `Next is ${file}. What could go wrong when the upstream is slow?`);
    await useTool(
      stage,
      { toolCallId: `read-${round}`, title: `Read ${file}`, kind: 'read', locations: [{ path: file }] },
      `// ${file}\nexport const timeout = 30_000;\n`,
    );
    await speak(stage, `### ${file}\n\n1. A request has no bound of its own: \`timeout\` is read and *never used*.\n`);
    await speak(stage, '2. Errors are logged, and then swallowed:\n\n```ts\ncatch (error) { log(error); }\n```\n\n');
    await speak(stage, '| finding | weight |\n|---|---|\n| no timeout | high |\n| swallowed error | medium |\n\n');
    await update({ sessionUpdate: 'usage_update', used: 24_000 + 1700 * (round % 80), size: 200_000 });
    await pause(3 * STEP_MS, signal);
  }
  return 'cancelled';
}

/** By the first word of a prompt, as in `ACTS`. */
export const DEMO_ACTS: Readonly<Record<'fix' | 'review', Act>> = { fix, review };
