// The Pods of `podwatch demo`: real processes that do different things, as data.

/** How a demo Pod is expected to be once the demo is up; `quiet`: live and idle; `asking`: waits for its user. */
type DemoState = 'live' | 'quiet' | 'asking' | 'stopped';

export interface DemoPod {
  readonly name: string;
  /** Program and arguments; null = the user's shell. Of no use for an agent. */
  readonly argv: readonly string[] | null;
  /** It holds the scripted agent, which is told this. */
  readonly prompt?: string;
  readonly settlesAs: DemoState;
  /** Ends before the others that end: newest first, those are in sight. */
  readonly isEarly?: true;
}

/** A program in a few lines of POSIX sh: it needs nothing that a bare system lacks. */
function script(lines: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', lines.join('\n')];
}

const flowingLog = script([
  'i=0',
  'while :; do',
  '  i=$((i + 1))',
  '  case $((i % 7)) in',
  `    0) printf '\\033[33mWARN\\033[0m  request %d took 812 ms /api/search\\n' "$i" ;;`,
  `    3) printf '\\033[31mERROR\\033[0m request %d upstream reset /api/orders\\n' "$i" ;;`,
  `    *) printf '\\033[32mINFO\\033[0m  request %d 200 GET /api/items/%d\\n' "$i" "$((i * 37 % 991))" ;;`,
  '  esac',
  '  sleep 0.3',
  'done',
]);

/** Owns the whole screen, as editors and monitors do: alternate screen, hidden cursor, boxes, wide characters. */
const fullScreen = script([
  `printf '\\033[?1049h\\033[?25l\\033]2;build monitor\\007'`,
  `trap "printf '\\033[?25h\\033[?1049l'; exit 0" TERM HUP INT`,
  'n=0',
  'bar() { b=""; j=0; while [ $j -lt 20 ]; do if [ $j -lt "$2" ]; then b="$b█"; else b="$b░"; fi; j=$((j + 1)); done',
  `  printf '│ %-10s \\033[%dm%s\\033[0m %3d%%\\n' "$1" "$3" "$b" "$(($2 * 5))"; }`,
  'while :; do',
  '  n=$((n + 1))',
  `  printf '\\033[H┌ build monitor ── 構築 🚀 ─────────────────\\n'`,
  '  bar compile $((n % 21)) 32; bar test $((n * 2 % 21)) 36; bar bundle $((n * 3 % 21)) 35; bar docs $((n / 2 % 21)) 33',
  `  printf '└ round %d \\033[K\\n' "$n"`,
  '  sleep 0.5',
  'done',
]);

const training = script([
  'e=0',
  'while :; do',
  '  e=$((e + 1)); s=0',
  '  while [ $s -lt 20 ]; do',
  '    s=$((s + 1))',
  `    printf 'epoch %d  step %d/20  loss 0.%03d\\n' "$e" "$s" "$((900 / (e + 1) + s))"`,
  '    sleep 0.4',
  '  done',
  `  printf '\\033[32mepoch %d is saved\\033[0m\\n' "$e"`,
  'done',
]);

/** By host, for `podwatch demo --hosts`. One name is on two machines. */
export const DEMO_HOSTS: ReadonlyMap<string, readonly DemoPod[]> = new Map([
  [
    'gpu',
    [
      { name: 'train', argv: training, settlesAs: 'live' },
      { name: 'agent-tune', argv: null, prompt: 'fix the cart: the tax is added twice', settlesAs: 'asking' },
    ],
  ],
  [
    'staging',
    [
      { name: 'web-log', argv: flowingLog, settlesAs: 'live' },
      { name: 'deploy', argv: script([`printf 'release 42 is up on 3 of 3\\n'`]), settlesAs: 'stopped' },
    ],
  ],
]);

export const DEMO_PODS: readonly DemoPod[] = [
  { name: 'agent-fix', argv: null, prompt: 'fix the cart: the tax is added twice', settlesAs: 'asking' },
  { name: 'agent-review', argv: null, prompt: 'review the last release', settlesAs: 'live' },
  { name: 'shell', argv: null, settlesAs: 'live' },
  { name: 'build-monitor', argv: fullScreen, settlesAs: 'live' },
  { name: 'web-log', argv: flowingLog, settlesAs: 'live' },
  {
    name: 'watcher',
    argv: script([`printf 'watching src/ for changes …\\nall quiet\\n'`, 'exec sleep 86400']),
    settlesAs: 'quiet',
  },
  {
    name: 'counter-日本',
    argv: script([
      'n=0',
      `while :; do n=$((n + 1)); printf '%d 件目 処理済み ✅ batch %d\\n' "$n" "$((n / 10))"; sleep 1; done`,
    ]),
    settlesAs: 'live',
  },
  {
    name: 'unit-tests',
    argv: script([
      `printf 'running 42 tests\\n'`,
      `printf '\\033[31mFAIL\\033[0m cart adds the tax twice\\n1 failed, 41 passed\\n'`,
      'exit 1',
    ]),
    settlesAs: 'stopped',
  },
  {
    name: 'migrate-db',
    argv: script([`printf 'applied 3 migrations, schema is at 0042\\n'`]),
    settlesAs: 'stopped',
    isEarly: true,
  },
  {
    name: 'nightly-report',
    argv: script([`printf 'report.html written (1,204 rows)\\n'`]),
    settlesAs: 'stopped',
    isEarly: true,
  },
  { name: 'lint', argv: script([`printf 'checked 318 files, no problems\\n'`]), settlesAs: 'stopped', isEarly: true },
];
