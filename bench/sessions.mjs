// 5,000 sessions of agent CLIs, of six tools, from the command to the complete list; and sessions of 100 MB beside small ones.
import fs from 'node:fs';
import path from 'node:path';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { pickerRun } from './pickerRun.mjs';
import { nodeFloor, timedRun } from './processCost.mjs';
import { interleaved, now } from './statistics.mjs';

const FIXTURES = path.join(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '../__tests__/fixtures/foreign',
);
const SESSIONS = 5000;
/** Of 5,000: as many as somebody who uses Claude Code most would have. */
const SHARES = { claude: 2000, codex: 1200, pi: 600, qwen: 500, copilot: 400, gemini: 300 };
const LARGE = 100 * 1024 * 1024;

export const title = `${SESSIONS} sessions of agent CLIs, to the complete list`;

const fixture = (name) => fs.readFileSync(path.join(FIXTURES, name), 'utf8');

function firstBelow(directory) {
  const names = fs.readdirSync(path.join(FIXTURES, directory), { recursive: true }).map(String);
  const file = names.filter((name) => name.endsWith('.jsonl')).sort()[0];
  return fixture(path.join(directory, file));
}

function idOf(index) {
  return `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

/** Real files have lines of 62 KB that the fixtures have lost. */
function padded(text) {
  const line = `${JSON.stringify({ type: 'attachment', attachment: { text: 'x'.repeat(62_000) } })}\n`;
  const lines = text.split('\n');
  return [...lines.slice(0, 12), line.trimEnd(), ...lines.slice(12, -6), line.trimEnd(), ...lines.slice(-6)].join('\n');
}

function storeSessions(home) {
  const write = (name, text) => {
    const file = path.join(home.directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  const claude = padded(fixture('claude/projects/-home-dev-project/9c10e5d7-c708-4da3-b402-8ff0f5f820df.jsonl'));
  const codex = firstBelow('codex/sessions');
  const pi = firstBelow('pi/agent/sessions/--home-dev-project--');
  const qwen = firstBelow('qwen/projects/-home-dev-project/chats');
  const copilot = fixture('copilot/session-state/0b2b0d29-95bc-4baf-a260-34e1e0429b36/events.jsonl');
  const workspace = fixture('copilot/session-state/0b2b0d29-95bc-4baf-a260-34e1e0429b36/workspace.yaml');
  const gemini = firstBelow('gemini/tmp/gtest/chats');
  const makers = {
    claude: (id, n) => write(`.claude/projects/-p${n % 80}/${id}.jsonl`, claude),
    codex: (id, n) => write(`.codex/sessions/2026/${1 + (n % 12)}/${1 + (n % 28)}/rollout-x-${id}.jsonl`, codex),
    pi: (id, n) => write(`.pi/agent/sessions/--p${n % 40}--/2026_${id}.jsonl`, pi),
    qwen: (id, n) => write(`.qwen/projects/-p${n % 40}/chats/${id}.jsonl`, qwen),
    copilot: (id) => {
      write(`.copilot/session-state/${id}/events.jsonl`, copilot);
      write(`.copilot/session-state/${id}/workspace.yaml`, workspace);
    },
    gemini: (id, n) => {
      write(`.gemini/tmp/p${n % 30}/.project_root`, '/home/dev/project');
      write(
        `.gemini/tmp/p${n % 30}/chats/session-${id}.jsonl`,
        gemini.replaceAll(/"sessionId":"[^"]+"/g, `"sessionId":"${id}"`),
      );
    },
  };
  for (const [tool, count] of Object.entries(SHARES)) {
    for (let n = 0; n < count; n++) makers[tool](idOf(n), n);
  }
}

/** 20 sessions whose middle is a hole of 100 MB, or nothing. */
function storeTwenty(home, hole) {
  const [first, last] = ['First', 'Last'].map(
    (content) =>
      `${JSON.stringify({ type: 'user', cwd: '/tmp', timestamp: '2026-11-26T12:00:00Z', message: { content } })}\n`,
  );
  for (let n = 0; n < 20; n++) {
    const file = path.join(home.directory, `.claude/projects/-p/${idOf(n)}.jsonl`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, first);
    if (hole > 0) fs.truncateSync(file, hole);
    fs.appendFileSync(file, `\n${last}`);
  }
}

async function listed(home, count) {
  const done = await timedRun(home.podwatch('ls', '--sessions', '--json'), home.env);
  const { length } = JSON.parse(done.output);
  if (length !== count) throw new Error(`ls --sessions showed ${length} of ${count} sessions`);
  return done;
}

/** From the key that asks for them to the first rows. */
async function firstPage(home) {
  let took = 0;
  await pickerRun(home, {
    first: ['No Pods yet'],
    during: async (terminal, shows) => {
      const from = now();
      terminal.send('A');
      await shows(['more · 1–']);
      took = now() - from;
    },
  });
  return took;
}

export async function run({ rounds = 7 }) {
  const [many, small, large] = [makeBenchHome(), makeBenchHome(), makeBenchHome()];
  storeSessions(many);
  storeTwenty(small, 0);
  storeTwenty(large, LARGE);
  const samples = await interleaved(
    {
      'node -e 0': () => nodeFloor(many.env),
      [`ls --sessions, ${SESSIONS}`]: () => listed(many, SESSIONS),
      'first page in the picker': () => firstPage(many),
      'ls --sessions, 20 small': () => listed(small, 20),
      'ls --sessions, 20 of 100 MB': () => listed(large, 20),
    },
    rounds,
  );
  for (const home of [many, small, large]) await home.close();
  const beside = { name: 'node -e 0', samples: samples['node -e 0'] };
  const small20 = { name: '20 small', samples: samples['ls --sessions, 20 small'] };
  return Object.entries(samples).map(([what, values]) =>
    figure({
      row: 'sessions',
      what,
      samples: values,
      ...(what !== 'node -e 0' && { beside: what.endsWith('MB') ? small20 : beside }),
    }),
  );
}
