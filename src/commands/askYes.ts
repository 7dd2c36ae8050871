// One question at the terminal that only a "y" says yes to.
import { createInterface } from 'node:readline/promises';
import type { CommandContext } from './commandContext';

/** `question`: safe text, with how it is answered. */
export async function askYes({ stdin, stdout }: CommandContext, question: string): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}
