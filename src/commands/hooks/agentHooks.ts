// Which hooks let an agent say what it does, and in which file of its own they stand (docs/hooks.md).
import path from 'node:path';

/** One entry of a settings file in the shape that Claude Code, Codex and Gemini CLI share. */
export interface HookGroup {
  readonly matcher?: string;
  readonly hooks: readonly { readonly type: 'command'; readonly timeout?: number; readonly command: string }[];
}

export interface AgentHooks {
  readonly name: string;
  /** As messages call it. */
  readonly label: string;
  /** Of the user; `project`: of one directory. */
  readonly file: (env: NodeJS.ProcessEnv, project: string | null) => string;
  /** `settings`: entries in a JSON file of others; `plugin`: a file that is ours as a whole. */
  readonly content:
    | { readonly kind: 'settings'; readonly hooks: Readonly<Record<string, HookGroup>> }
    | { readonly kind: 'plugin'; readonly text: string };
  /** What else the user has to do, a sentence; null: nothing. */
  readonly advice: string | null;
}

/** Every command of ours begins so, and nobody else's. */
export const OWN_COMMAND = /^\[ -z "\$PODWATCH_SOCKET" \] \|\| podwatch status /;

/** It never fails, as some agents take a failure for a refusal, and does nothing outside of a Pod. */
function says(status: string, reason: string | null, timeout?: number): HookGroup {
  const words = reason === null ? status : `${status} --reason '${reason}'`;
  const command = `[ -z "$PODWATCH_SOCKET" ] || podwatch status ${words} || true`;
  return { hooks: [{ type: 'command', ...(timeout !== undefined && { timeout }), command }] };
}

const ofTools = (group: HookGroup): HookGroup => ({ matcher: '*', ...group });

const WORKS = 'works on a prompt';
const ENDED = 'its turn has ended';
/** Of Gemini CLI, ms. */
const GEMINI_MS = 5000;

const CLAUDE: Readonly<Record<string, HookGroup>> = {
  UserPromptSubmit: says('running', WORKS),
  PermissionRequest: says('attention', 'Claude asks for permission'),
  PostToolUse: ofTools(says('running', WORKS)),
  Notification: { matcher: 'permission_prompt|elicitation_dialog', ...says('attention', 'Claude waits for you') },
  Stop: says('idle', ENDED),
  StopFailure: says('idle', 'its turn has failed'),
  SessionEnd: says('auto', null),
};

const CODEX: Readonly<Record<string, HookGroup>> = {
  UserPromptSubmit: says('running', WORKS),
  PermissionRequest: says('attention', 'Codex asks for permission'),
  PostToolUse: says('running', WORKS),
  Stop: says('idle', ENDED),
  Interrupt: says('idle', 'its turn was interrupted'),
  SessionEnd: says('auto', null),
};

const GEMINI: Readonly<Record<string, HookGroup>> = {
  BeforeAgent: says('running', WORKS, GEMINI_MS),
  AfterTool: ofTools(says('running', WORKS, GEMINI_MS)),
  Notification: says('attention', 'Gemini waits for you', GEMINI_MS),
  AfterAgent: says('idle', ENDED, GEMINI_MS),
  SessionEnd: says('auto', null, GEMINI_MS),
};

const OPENCODE = `// Tells podwatch what opencode does. Written by: podwatch hooks install opencode
import { spawnSync } from 'node:child_process';

export const Podwatch = async ({ $ }) => {
  if (!process.env.PODWATCH_SOCKET) return {};
  let said = Promise.resolve();
  // opencode does not wait for one event before the next: of two words at once the earlier one could come last.
  const say = (status, reason) =>
    (said = said.then(() => $\`podwatch status \${status} --reason \${reason}\`.quiet().nothrow()));
  process.on('exit', () => spawnSync('podwatch', ['status', 'auto'], { stdio: 'ignore' }));
  return {
    event: async ({ event: { type, properties } }) => {
      if (type === 'session.status' && properties.status?.type === 'busy') await say('running', '${WORKS}');
      if (type === 'permission.asked' || type === 'permission.updated') await say('attention', 'opencode asks for permission');
      if (type === 'permission.replied') await say('running', '${WORKS}');
      if (type === 'session.idle') await say('idle', '${ENDED}');
      if (type === 'session.error') await say('idle', 'its turn has failed');
    },
  };
};
`;

/** A directory of the user's, unless a variable of the agent's own names another. */
const inHome =
  (folder: string, file: string, variable?: string) =>
  (env: NodeJS.ProcessEnv, project: string | null): string => {
    const own = variable === undefined ? undefined : env[variable];
    if (project !== null) return path.join(project, folder, file);
    return own ? path.join(own, file) : path.join(env.HOME ?? '/', folder, file);
  };

export const AGENT_HOOKS: readonly AgentHooks[] = [
  {
    name: 'claude',
    label: 'Claude Code',
    file: inHome('.claude', 'settings.json', 'CLAUDE_CONFIG_DIR'),
    content: { kind: 'settings', hooks: CLAUDE },
    advice: null,
  },
  {
    name: 'codex',
    label: 'Codex',
    file: inHome('.codex', 'hooks.json', 'CODEX_HOME'),
    content: { kind: 'settings', hooks: CODEX },
    advice:
      'Codex asks once whether it may trust them. In its config.toml, "daemon_auto_start = false" below "[features]" lets each window say its own status.',
  },
  {
    name: 'gemini',
    label: 'Gemini CLI',
    file: inHome('.gemini', 'settings.json'),
    content: { kind: 'settings', hooks: GEMINI },
    advice: null,
  },
  {
    name: 'opencode',
    label: 'opencode',
    file: (env, project) =>
      project === null
        ? path.join(env.XDG_CONFIG_HOME || path.join(env.HOME ?? '/', '.config'), 'opencode', 'plugins', 'podwatch.js')
        : path.join(project, '.opencode', 'plugins', 'podwatch.js'),
    content: { kind: 'plugin', text: OPENCODE },
    advice: null,
  },
];
