// The tools whose sessions are read. A new one is a file in `tools/` and a line here.
import type { ForeignTool } from './foreignTool';
import { aider } from './tools/aider';
import { claude } from './tools/claude';
import { cline } from './tools/cline';
import { codex } from './tools/codex';
import { copilot } from './tools/copilot';
import { crush } from './tools/crush';
import { cursor } from './tools/cursor';
import { gemini } from './tools/gemini';
import { goose } from './tools/goose';
import { kimi } from './tools/kimi';
import { kimiCode } from './tools/kimiCode';
import { opencode } from './tools/opencode';
import { pi } from './tools/pi';
import { qwen } from './tools/qwen';

export const FOREIGN_TOOLS: readonly ForeignTool[] = [
  ...[claude, codex, gemini, opencode, pi, qwen, copilot],
  ...[cline, kimi, kimiCode, aider, crush, goose, cursor],
];
