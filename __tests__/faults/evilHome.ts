// A home, and Pods that answer, with hostile text in every field that a record, a registry, a log or an event has.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { metadataPath, podSocketPath, segmentLogPath, segmentScreenPath } from '../../src/protocol/homePaths';
import { formatRegistryTable } from '../../src/protocol/registryTable';
import type { TempHome } from '../fixtures/tempHome';

/** Each sets something that a reader of the bytes can tell from all that we send ourselves. */
export const EVIL =
  'e\u001b]0;INJ\u0007v\u001b[777mi\u009b777ml\u202e{bold}\u007f\u0008\r\u001b[?777h\u2066\u001bP+q777\u001b\\\u0000\u2028';
/** A name that may stand in a path. */
export const EVIL_NAME = 'n\u001b]0;INJ\u0007\u001b[777m\u009b777m\u202e';

const line = (event: string, data: object) => `${JSON.stringify({ event, data })}\n`;
const OPTIONS = ['allow_once', 'reject_once', EVIL].map((kind, n) => ({ id: `${n}${EVIL}`, name: EVIL, kind }));
const DETAILS = {
  title: EVIL,
  tool_kind: EVIL,
  locations: [EVIL],
  diffs: [{ path: EVIL, old_text: EVIL, new_text: `${EVIL}\n${EVIL}` }],
};
const FORM = {
  fields: [
    {
      id: EVIL,
      title: EVIL,
      description: EVIL,
      type: 'choice',
      options: [{ value: EVIL, name: EVIL, description: EVIL }],
      required: true,
      initial: EVIL,
    },
  ],
  url: EVIL,
};
const request = (n: number, more: object = {}) => ({
  id: `${n}${EVIL}`,
  tool_call_id: 'c',
  ...DETAILS,
  arguments: JSON.stringify({ x: EVIL }),
  answers: ['allow_once', 'reject'],
  since: 1,
  options: OPTIONS,
  content: EVIL,
  directory: EVIL,
  whose: EVIL,
  form: null,
  ...more,
});
const ENTRIES = [
  { kind: 'segment_start', ts: 1, session_id: EVIL, system_prompt: EVIL, config: {}, history: [] },
  {
    kind: 'user_input',
    ts: 2,
    segments: [
      { kind: 'text', content: EVIL },
      { kind: 'file_ref', path: EVIL },
    ],
  },
  ...['assistant', 'user', 'system'].map((role) => ({
    kind: 'assistant_item',
    ts: 3,
    item: {
      kind: 'message',
      role,
      content: [{ kind: 'text', text: `${EVIL}\n\`\`\`${EVIL}\n${EVIL}\n\`\`\`\n[${EVIL}](${EVIL})` }],
    },
  })),
  { kind: 'assistant_item', ts: 4, item: { kind: 'function_call', call_id: 'c', name: EVIL, arguments: EVIL } },
  { kind: 'tool_result', ts: 5, item: { kind: 'function_call_output', call_id: 'c', summary: EVIL, output: EVIL } },
  { kind: 'extension', ts: 6, domain: 'podwatch.screen', payload: { line: EVIL, title: EVIL } },
  { kind: 'extension', ts: 6, domain: 'podwatch.note', payload: { level: 'warn', message: EVIL } },
  { kind: 'run_errored', ts: 7, interrupted: false, message: EVIL },
  { kind: EVIL, ts: 8, text: EVIL },
];
const EVENTS = [
  line('user_message', { segments: [{ kind: 'text', content: EVIL }] }),
  line('text_delta', { text: EVIL }),
  line('thinking_done', { text: EVIL }),
  line('tool_call_start', { id: `i${EVIL}`, name: EVIL }),
  line('tool_call_done', { id: `i${EVIL}`, name: EVIL, arguments: EVIL, details: DETAILS }),
  line('agent_output', { id: `i${EVIL}`, text: EVIL }),
  line('tool_result', { id: `i${EVIL}`, summary: EVIL, output: EVIL, is_error: true, details: DETAILS }),
  line('alert', { level: 'warn', source: 'pod', message: EVIL, timestamp_ms: 1 }),
  line('agent_plan', { entries: [{ content: EVIL, status: EVIL, priority: EVIL }] }),
  line('agent_commands', { commands: [{ name: EVIL, description: EVIL, hint: EVIL }] }),
  line('agent_queue', { items: [{ id: EVIL, text: EVIL }] }),
  line('agent_options', { options: [{ id: EVIL, name: EVIL, value: EVIL, values: [{ value: EVIL, name: EVIL }] }] }),
  line('agent_usage', { used: 1, size: 2, cost: { amount: 1, currency: EVIL } }),
  line('agent_nested', { call_id: `i${EVIL}`, session: EVIL, text: EVIL }),
  line('llm_retry', { failed_attempt: 1, max_attempts: 2, wait_ms: 3, error: EVIL }),
  line('compact_failed', { error: EVIL }),
  line('completions', { kind: 'file', prefix: EVIL, entries: [{ value: EVIL, is_dir: false }] }),
  line('error', { code: 'internal', message: EVIL }),
  line('permission_request', request(1)),
  line('permission_request', request(2, { options: [], form: FORM })),
];

/** Says all of it to whoever asks for anything. */
export function evilPod(socketPath: string, extensions: readonly string[]): Promise<net.Server> {
  const attention = { kind: 'permission', message: EVIL, permissions: 2, since: 1 };
  const said = { status: 'idle', reason: EVIL, title: EVIL, attention, faults: [EVIL], since: 1 };
  const output = { at: Date.now(), line: EVIL, bytes: 7 };
  const greeting = { pod_name: EVIL, cwd: `/${EVIL}`, provider: EVIL, model: EVIL, extensions, command: [EVIL, EVIL] };
  const screen = {
    cols: 80,
    rows: 24,
    cursor: [0, 0],
    title: EVIL,
    output_bytes: 7,
    full: true,
    lines: [
      [0, [[EVIL, {}, EVIL, EVIL, EVIL, EVIL]]],
      [1, [[EVIL, {}]]],
    ],
  };
  fs.mkdirSync(path.dirname(socketPath), { recursive: true, mode: 0o700 });
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write(line('snapshot', { entries: ENTRIES, greeting, ...said, output }));
    socket.on('data', (bytes) => {
      const [, id] = /"request_id":"([^"]*)"/.exec(String(bytes)) ?? [];
      if (id !== undefined)
        socket.write(line('user_message', { segments: [{ kind: 'text', content: EVIL }], request_id: id }));
      for (const event of [...EVENTS, line('screen', screen), line('status', { ...said, output })]) socket.write(event);
      if (/"shutdown"/.test(String(bytes)))
        socket.end(line('shutdown', { left: { count: 2, named: [{ pid: 1, name: EVIL }] } }));
    });
  });
  return new Promise((resolve) => server.listen(socketPath, () => resolve(server)));
}

function store(home: TempHome, name: string, record: string): void {
  fs.mkdirSync(path.dirname(metadataPath(home.paths, name)), { recursive: true });
  fs.writeFileSync(metadataPath(home.paths, name), record);
}

/** Every file that a home has, with it in each of its fields. */
export function plant(home: TempHome): void {
  const { paths } = home;
  const log = segmentLogPath(paths, 's1', 'g1');
  fs.mkdirSync(path.dirname(log), { recursive: true });
  fs.writeFileSync(log, ENTRIES.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  fs.writeFileSync(segmentScreenPath(paths, 's1', 'g1'), `${EVIL}\n${EVIL}`);
  fs.mkdirSync(path.join(paths.sessions, `s2${EVIL_NAME}`), { recursive: true });
  fs.writeFileSync(segmentLogPath(paths, `s2${EVIL_NAME}`, `g2${EVIL_NAME}`), `${JSON.stringify(ENTRIES[0])}\n`);
  const launch = { kind: 'terminal', argv: [`/no/${EVIL}`, EVIL], cwd: '/', parent: EVIL, cols: 80, rows: 24 };
  const record = (active: object, more: object = {}) =>
    JSON.stringify({ pod_name: EVIL, active, resolved_manifest_snapshot: { podwatch: { ...launch, ...more } } });
  const active = { session_id: 's1', segment_id: 'g1' };
  store(home, 'stored', record(active));
  store(home, 'nowhere', record(active, { cwd: `/no/${EVIL}` }));
  store(home, EVIL_NAME, record({ session_id: 's3', segment_id: 'g3' }));
  store(home, 'torn', `${EVIL}{`);
  store(home, 'odd', JSON.stringify({ pod_name: 7, active: EVIL, [EVIL]: EVIL }));
  store(home, 'held', record(active));
  const holder = { pid: 1, startTime: null, socket: `/${EVIL}`, host: EVIL, bootId: EVIL, pidNamespace: EVIL };
  fs.writeFileSync(path.join(path.dirname(metadataPath(paths, 'held')), 'holder.json'), JSON.stringify(holder));
  const entry = (pod_name: string, socket: string) => ({
    pod_name,
    // Not ours: a stop ends the process that listens.
    pid: 1,
    socket,
    scope_allow: [],
    scope_deny: [],
    delegated_from: EVIL,
    segment_id: null,
  });
  const allocations = [
    entry('agent', podSocketPath(paths, 'agent')),
    entry('term', podSocketPath(paths, 'term')),
    entry(`dead${EVIL_NAME}`, `/${EVIL}`),
    entry('wrong', EVIL),
  ];
  fs.mkdirSync(paths.runtime, { recursive: true, mode: 0o700 });
  fs.writeFileSync(paths.registry, formatRegistryTable(allocations), { mode: 0o600 });
}
