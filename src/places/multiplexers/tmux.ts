// tmux: the sessions of every server of this user, by their sockets, and the panes in which processes run.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Multiplexer, MultiplexerLook, MultiplexerSession } from './multiplexer';

/** Of fields: printed as it is by every version. */
const SEPARATOR = '|';
/** The names come last: they may hold the separator. */
const SESSION_FORMAT = formatOf(
  'session_id',
  'session_created',
  'session_activity',
  'session_attached',
  'session_name',
);
const PANE_FORMAT = formatOf('session_id', 'window_id', 'pane_id', 'pane_pid', 'pane_tty', 'session_name');
const SHOWN_FORMAT = formatOf('session_id', 'pane_current_command', 'pane_current_path');
/** Rows of a preview. */
const PREVIEW_ROWS = 40;

export const tmux: Multiplexer = {
  name: 'tmux',
  command: 'tmux',

  async list(look) {
    const servers = await Promise.all(socketsOf(look.env).map((server) => sessionsOf(server, look)));
    return servers.flat();
  },

  async preview(session, { run }) {
    const argv = [...client(session.server), 'capture-pane', '-p', '-t', `${session.id}:`];
    const output = await run(argv);
    if (output === null || output.code !== 0) return null;
    return output.stdout.replace(/\s+$/, '').split('\n').slice(-PREVIEW_ROWS);
  },
};

/** One pane of a server. */
export interface TmuxPane {
  readonly server: string;
  readonly session: string;
  readonly sessionId: string;
  readonly windowId: string;
  readonly paneId: string;
  readonly pid: number;
  /** Path of its terminal. */
  readonly terminal: string;
}

/** All panes of all servers of this user. */
export async function tmuxPanes(look: MultiplexerLook): Promise<readonly TmuxPane[]> {
  const servers = await Promise.all(
    socketsOf(look.env).map(async (server) => {
      const lines = await linesOf(look, [...client(server), 'list-panes', '-a', '-F', PANE_FORMAT]);
      return lines.flatMap((line) => paneOf(line, server));
    }),
  );
  return servers.flat();
}

/** What shows a pane: in this terminal's own tmux by a switch, else by attaching to it. */
export function showPane(pane: TmuxPane, env: MultiplexerLook['env']): readonly string[] {
  const isInside = env.TMUX?.split(',')[0] === pane.server;
  const select = ['select-window', '-t', pane.windowId, ';', 'select-pane', '-t', pane.paneId, ';'];
  return [...client(pane.server), ...select, isInside ? 'switch-client' : 'attach-session', '-t', pane.sessionId];
}

/** `-u`: names as UTF-8 whatever the locale is. `-N` would keep it from starting a server; none of these commands does. */
function client(server: string | null): readonly string[] {
  return server === null ? ['tmux', '-u'] : ['tmux', '-u', '-S', server];
}

function socketsOf(env: MultiplexerLook['env']): readonly string[] {
  const base = env.TMUX_TMPDIR === undefined || env.TMUX_TMPDIR === '' ? '/tmp' : env.TMUX_TMPDIR;
  const directory = path.join(base, `tmux-${process.getuid?.() ?? ''}`);
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isSocket()).map((entry) => path.join(directory, entry.name));
  } catch {
    return [];
  }
}

async function sessionsOf(server: string, look: MultiplexerLook): Promise<readonly MultiplexerSession[]> {
  const shownPanes = ['list-panes', '-a', '-f', '#{&&:#{pane_active},#{window_active}}', '-F', SHOWN_FORMAT];
  const [sessions, panes] = await Promise.all([
    linesOf(look, [...client(server), 'list-sessions', '-F', SESSION_FORMAT]),
    linesOf(look, [...client(server), ...shownPanes]),
  ]);
  const inFront = new Map(panes.map((line) => [line.split(SEPARATOR)[0] ?? '', line.split(SEPARATOR).slice(1)]));
  return sessions.flatMap((line) => {
    const [id = '', created, active, attached, ...parts] = line.split(SEPARATOR);
    const [title = null, ...directory] = inFront.get(id) ?? [];
    const name = parts.join(SEPARATOR);
    if (name === '') return [];
    return [
      {
        ...{ multiplexer: 'tmux', id, name, server, title },
        directory: directory.join(SEPARATOR) || null,
        createdAt: seconds(created),
        activeAt: seconds(active),
        isAttached: attached !== '0',
        // By its id: a name may look like that of another one (`$5`), like an option or a pattern.
        attach: [...client(server), 'attach-session', '-t', id],
      },
    ];
  });
}

function paneOf(line: string, server: string): readonly TmuxPane[] {
  const [sessionId = '', windowId = '', paneId = '', pid, terminal = '', ...session] = line.split(SEPARATOR);
  if (session.length === 0) return [];
  return [{ server, session: session.join(SEPARATOR), sessionId, windowId, paneId, pid: Number(pid), terminal }];
}

function formatOf(...names: readonly string[]): string {
  return names.map((name) => `#{${name}}`).join(SEPARATOR);
}

/** No server behind a socket is no session. */
async function linesOf({ run }: MultiplexerLook, argv: readonly string[]): Promise<readonly string[]> {
  const output = await run(argv);
  if (output === null || output.code !== 0) return [];
  return output.stdout.split('\n').filter((line) => line !== '');
}

function seconds(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value * 1000 : null;
}
