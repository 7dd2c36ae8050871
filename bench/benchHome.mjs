// A temporary home for one bench: stored Pods made by hand, live Pods started by the built CLI, all ended at the end.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const CLI = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');

const open = new Set();

export async function closeAllHomes() {
  for (const home of [...open]) await home.close();
}

export function makeBenchHome() {
  // Short: a socket path has 107 bytes at most.
  const directory = fs.mkdtempSync('/tmp/pwb-');
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    SHELL: '/bin/sh',
    PODWATCH_HOME: directory,
  };
  const registry = path.join(directory, 'run', 'pods.json');
  const allocations = () => {
    try {
      return JSON.parse(fs.readFileSync(registry, 'utf8')).allocations ?? [];
    } catch {
      return [];
    }
  };
  const home = {
    directory,
    env,
    allocations,
    podwatch: (...args) => [process.execPath, CLI, ...args],
    /** Starts a Pod without attaching to it; throws with the CLI's own words. */
    startPod: (name, argv) => {
      const result = spawnSync(process.execPath, [CLI, 'run', name, '-d', '--', ...argv], { env, encoding: 'utf8' });
      if (result.status !== 0) throw new Error(`run ${name} gave ${result.status}: ${result.stderr || result.stdout}`);
    },
    /** The next look at the store reads all of it. */
    forgetCatalogues: () =>
      fs.rmSync(path.join(directory, '.cache', 'podwatch', 'catalogues'), { recursive: true, force: true }),
    /** Its entries are no processes of ours to end. */
    forget: () => fs.rmSync(registry, { force: true }),
    close: async () => {
      open.delete(home);
      const pods = allocations();
      await Promise.all(pods.map(({ socket }) => shutDown(socket)));
      await Promise.all(pods.map(({ pid }) => gone(pid)));
      // A Pod that ends writes its last words meanwhile.
      fs.rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
  open.add(home);
  return home;
}

function shutDown(socket) {
  return new Promise((resolve) => {
    const connection = net.connect(socket);
    connection.setTimeout(5000, () => connection.destroy());
    connection.on('connect', () => connection.write('{"method":"shutdown"}\n'));
    connection.on('data', () => {});
    connection.on('error', () => {});
    connection.on('close', resolve);
  });
}

async function gone(pid) {
  if (pid === process.pid) return;
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      process.kill(pid, 'SIGKILL');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** False also for a process that has ended and waits for its parent to look. */
function isAlive(pid) {
  try {
    return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

const uuid = (n) => `019e7789-fb40-7a10-8c11-${n.toString(16).padStart(12, '0')}`;

/**
 * Makes `count` stopped, restorable Pods with a log of so many entries, behind a first one that fills it up to
 * `logBytes`; the newest have the highest numbers.
 */
export function storeStoppedPods(home, count, { entries = 20, logBytes = 0 } = {}) {
  const base = 1_780_000_000_000;
  for (let n = 0; n < count; n++) {
    const name = podName(n);
    const session = uuid(2 * n);
    const segment = uuid(2 * n + 1);
    const podDir = path.join(home.directory, 'pods', name);
    const sessionDir = path.join(home.directory, 'sessions', session);
    fs.mkdirSync(podDir, { recursive: true });
    fs.mkdirSync(sessionDir, { recursive: true });
    const active = { session_id: session, segment_id: segment };
    const launch = { kind: 'terminal', argv: ['/bin/sh'], cwd: '/', cols: 80, rows: 24 };
    const metadata = { pod_name: name, active, resolved_manifest_snapshot: { pod: { name }, podwatch: launch } };
    fs.writeFileSync(path.join(podDir, 'metadata.json'), JSON.stringify(metadata, null, 2));
    const ts = base + n * 60_000;
    const lines = [
      { kind: 'segment_start', ts, session_id: session, system_prompt: null, config: CONFIG, history: [] },
    ];
    if (logBytes > 0) {
      const text = 'long output of a tool '.repeat(Math.ceil(Math.min(logBytes, 20_000) / 22));
      const item = { kind: 'tool_result', call_id: 'c', summary: 'read', content: text, is_error: false };
      const line = { kind: 'tool_result', ts, item };
      for (let bytes = 0; bytes < logBytes; bytes += text.length) lines.push(line);
    }
    for (let i = 0; i < entries; i++) {
      const content = [{ kind: 'text', text: `answer ${i} of ${name}, as long as a usual line of text` }];
      lines.push({ kind: 'assistant_item', ts: ts + i, item: { kind: 'message', role: 'assistant', content } });
    }
    fs.writeFileSync(
      path.join(sessionDir, `${segment}.jsonl`),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }
}

export const podName = (n) => `stored-${String(n).padStart(5, '0')}`;

const CONFIG = {
  max_tokens: null,
  temperature: null,
  top_p: null,
  top_k: null,
  stop_sequences: [],
  reasoning: null,
};
