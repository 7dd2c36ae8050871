// Claude Code's agent view (`claude agents`) in an empty home of its own, from the command to what it shows first.
import fs from 'node:fs';
import path from 'node:path';
import { openTerminal } from './ptyDriver.mjs';
import { now } from './statistics.mjs';

/** Stands in its heading, whatever it lists. */
const HEADING = 'awaiting input';
const SIZE = { cols: 100, rows: 30 };
/** One that wants a network or an account first has no figure, ms. */
const PATIENCE_MS = 30_000;

/** A home in which it asks nothing first: `{ directory, env, close }`. */
export function makeAgentsHome() {
  const directory = fs.mkdtempSync('/tmp/pwc-');
  fs.writeFileSync(
    path.join(directory, '.claude.json'),
    JSON.stringify({
      ...{ hasCompletedOnboarding: true, theme: 'dark' },
      projects: { [directory]: { hasTrustDialogAccepted: true } },
      customApiKeyResponses: { approved: ['x'], rejected: [] },
    }),
  );
  const env = {
    ...{ PATH: process.env.PATH, HOME: directory, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    ...{ ANTHROPIC_API_KEY: 'x', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
  };
  const close = () => {
    endThoseOf(directory);
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  return { directory, env, close };
}

/** ms; null: nothing was shown. */
export async function agentsViewRun({ directory, env }) {
  const terminal = openTerminal(['claude', 'agents'], { env, cwd: directory, ...SIZE });
  const from = now();
  try {
    // What is drawn word by word has its words apart.
    await terminal.waitFor(HEADING.split(' '), PATIENCE_MS);
    return now() - from;
  } catch {
    return null;
  } finally {
    await terminal.close();
    endThoseOf(directory);
  }
}

/** It leaves processes of its own behind: they are told by the home that nobody else has. */
function endThoseOf(directory) {
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const environment = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      if (environment.includes(`HOME=${directory}`)) process.kill(Number(pid), 'SIGKILL');
    } catch {}
  }
}
