// The pickers of agent CLIs, where they are installed, beside ours in the same home: from the command to the first rows.
import fs from 'node:fs';
import path from 'node:path';
import { makeBenchHome } from './benchHome.mjs';
import { figure, isInstalled } from './figure.mjs';
import { makeScreen, pickerRun, SIZE, shown } from './pickerRun.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { interleaved, now } from './statistics.mjs';

export const title = 'pickers of sessions: ours, and those of the tools that are on PATH';

const SESSIONS = 1000;
/** Stands in the newest session alone. */
const NEWEST = 'the newest of them';
/** A picker that shows nothing by then is left out, ms. */
const PATIENCE_MS = 30_000;

const TOOLS = {
  claude: {
    argv: ['claude', '--resume'],
    file: (home, id) => `.claude/projects/${home.project.replace(/[^A-Za-z0-9]/g, '-')}/${id}.jsonl`,
    lines: (home, id, text, at) => [
      {
        ...{ type: 'user', uuid: id, parentUuid: null, sessionId: id, cwd: home.project, version: '2.1.0' },
        ...{ isSidechain: false, userType: 'external', timestamp: at, message: { role: 'user', content: text } },
      },
    ],
    prepare: (home) =>
      home.write('.claude.json', [
        {
          ...{ hasCompletedOnboarding: true, theme: 'dark' },
          projects: { [home.project]: { hasTrustDialogAccepted: true } },
          customApiKeyResponses: { approved: ['x'], rejected: [] },
        },
      ]),
    env: { ANTHROPIC_API_KEY: 'x', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
  },
  pi: {
    argv: ['pi', '-r'],
    file: (home, id) =>
      `.pi/agent/sessions/-${home.project.replace(/\//g, '-')}--/2026-11-26T12-00-00-000Z_${id}.jsonl`,
    lines: (home, id, text, at) => [
      { type: 'session', version: 3, id, timestamp: at, cwd: home.project },
      {
        ...{ type: 'message', id: '00000001', parentId: null, timestamp: at },
        message: { role: 'user', content: [{ type: 'text', text }], timestamp: Date.parse(at) },
      },
      {
        ...{ type: 'message', id: '00000002', parentId: '00000001', timestamp: at },
        message: { role: 'assistant', content: [{ type: 'text', text: 'Done.' }], timestamp: Date.parse(at) },
      },
    ],
    prepare: () => {},
    env: { PI_OFFLINE: '1' },
  },
};

function makeHome(tool) {
  const bench = makeBenchHome();
  const project = path.join(bench.directory, 'project');
  fs.mkdirSync(project);
  const write = (name, lines) => {
    const file = path.join(bench.directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };
  const home = { ...bench, project, write, env: { ...bench.env, ...tool.env } };
  tool.prepare(home);
  for (let n = 0; n < SESSIONS; n++) {
    const id = `${n.toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`;
    const at = new Date(Date.UTC(2026, 10, 1) + n * 60_000);
    const text = n === SESSIONS - 1 ? NEWEST : `number ${n}`;
    const file = write(tool.file(home, id), tool.lines(home, id, text, at.toISOString()));
    fs.utimesSync(file, at, at);
  }
  return home;
}

/** ms from our command, in a list without a Pod, by its key for the sessions, to the newest of them. */
async function oursShown(home) {
  let took = 0;
  const { first } = await pickerRun(home, {
    first: ['No Pods yet'],
    cwd: home.project,
    during: async (terminal, shows) => {
      const from = now();
      terminal.send('A');
      await shows([NEWEST]);
      took = now() - from;
    },
  });
  return first.ms + took;
}

/** ms from the command to the newest session; null: nothing was shown. */
async function theirsShown(home, { argv }) {
  const screen = makeScreen();
  const from = now();
  const terminal = openTerminal(argv, { env: home.env, cwd: home.project, ...SIZE, screen });
  try {
    await shown(screen, [NEWEST], PATIENCE_MS);
    return now() - from;
  } catch {
    return null;
  } finally {
    await terminal.close();
    screen.dispose();
  }
}

export async function run({ rounds = 5 }) {
  const figures = [];
  for (const [name, tool] of Object.entries(TOOLS)) {
    if (!isInstalled(name)) continue;
    const home = makeHome(tool);
    try {
      // One that asks something first, or wants a network, has no figure.
      if ((await theirsShown(home, tool)) === null) {
        console.error(`  ${tool.argv.join(' ')}: its picker shows nothing here, and is left out`);
        continue;
      }
      const samples = await interleaved(
        {
          [`ours, ${SESSIONS} of ${name}`]: () => oursShown(home),
          [`${tool.argv.join(' ')}, the same`]: () => theirsShown(home, tool),
        },
        rounds,
      );
      const [ours, theirs] = Object.entries(samples);
      figures.push(figure({ row: 'pickers', what: theirs[0], samples: theirs[1] }));
      figures.push(
        figure({
          row: 'pickers',
          what: ours[0],
          samples: ours[1],
          beside: { name: tool.argv.join(' '), samples: theirs[1] },
        }),
      );
    } finally {
      await home.close();
    }
  }
  return figures;
}
