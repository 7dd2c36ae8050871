// README's table of figures, out of the results of a run.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './statistics.mjs';

const README = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'README.md');
const [BEGIN, END] = ['<!-- figures -->', '<!-- end of figures -->'];

/** In README's words: which rows of which group stand in a line. */
const LINES = [
  ['1,000 stopped Pods: `ls --json`, and `-r` to its first page', 'start-up', ['podwatch ls --json', 'podwatch -r']],
  [
    '5,000 stopped Pods and 10 live: `-r` to its first page, complete',
    'thousands',
    ['-r, first page right', '-r, list complete'],
  ],
  ['1,000 live Pods and as many that refuse: `ls --json`', 'live', ['1000 live + 1000 refusing']],
  ['a Tab of completion, `send`, `status`', 'commands', ['Tab: a live Pod', 'send', 'status']],
  ['`podwatch attach` to the first screen', 'attach', ['first screen: podwatch']],
  ['echo of a key, p50 and p99', 'attach', ['key echo p50: podwatch', 'key echo p99: podwatch']],
  ['50 MB of output through a client', 'attach', ['50 MB: podwatch']],
  ['memory of a Pod’s process (PSS)', 'memory', ['Pod process']],
  ['dashboard over 100 quiet Pods, CPU', 'idle', ['later, dashboard']],
  ['63 moving tiles, CPU of the dashboard', 'tiles', ['10 lines/s: the dashboard']],
  ['status push to the dashboard’s terminal, p50 and p99', 'push', ['status push, p50', 'status push, p99']],
];

/** Replaces what stands between the marks. @throws where README has none. */
export function writeReadme(results) {
  const text = fs.readFileSync(README, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks ${BEGIN} and ${END}`);
  fs.writeFileSync(README, `${text.slice(0, from + BEGIN.length)}\n\n${table(results)}\n\n${text.slice(to)}`);
}

function table({ machine, groups }) {
  const figures = new Map(
    groups.flatMap(({ name, figures }) => figures.map((each) => [`${name}: ${each.what}`, each])),
  );
  const lines = LINES.flatMap(([words, group, names]) => {
    const found = names.map((name) => figures.get(`${group}: ${name}`)).filter((each) => each?.values.length > 0);
    if (found.length === 0) return [];
    const ratios = found.filter(({ against }) => against !== null);
    const beside = ratios.map(({ against }) => `${number(median(against.ratios))} ×`).join(', ');
    const peer = ratios[0]?.against.name ?? '';
    return [`| ${words} | ${found.map(valueText).join(', ')} | ${beside === '' ? '' : `${beside} \`${peer}\``} |`];
  });
  return [
    `\`npm run bench\`, medians on ${machine.cpus} cores, Node ${machine.node.slice(1)}; all rows, spreads and targets: [bench/results.md](bench/results.md).`,
    '',
    '| | podwatch | beside |',
    '|---|---|---|',
    ...lines,
    ...fastestNode(groups),
  ].join('\n');
}

/** By CPU time: it says the same on a busy machine. */
function fastestNode(groups) {
  const rows = groups.find(({ name }) => name === 'nodes')?.figures ?? [];
  const best = (what) => {
    const found = rows.flatMap((each) => {
      const [, version] = /^Node (\S+): (.*)$/.exec(each.what) ?? [];
      return each.what.endsWith(`: ${what}`) && each.cpu ? [{ version, cpu: median(each.cpu) }] : [];
    });
    return found.sort((a, b) => a.cpu - b.cpu);
  };
  const [lists, pages] = [best('ls --json'), best('-r, first page')];
  if (lists.length < 2 || pages.length < 2) return [];
  const among = lists
    .map(({ version }) => version)
    .sort()
    .join(', ');
  const words = ([first, ...others]) =>
    `Node ${first.version} (${number(first.cpu)} ms of CPU time; ${others.map(({ version, cpu }) => `${version}: ${number(cpu)}`).join(', ')})`;
  return [
    '',
    `Of Node ${among}, over 1,000 stopped Pods, \`ls --json\` is fastest with ${words(lists)}, and \`-r\` to its first page with ${words(pages)}.`,
  ];
}

const valueText = ({ values, unit }) => `${number(median(values))} ${unit}`;

function number(value) {
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}
