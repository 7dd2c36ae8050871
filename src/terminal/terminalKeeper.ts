// Gives the terminal back when this process ends without a word: by SIGKILL, a fault of the engine, or for lack of memory.
import { type ChildProcess, spawn } from 'node:child_process';
import { lineSettings } from './lineSettings';

const STTY_TIMEOUT_MS = 1000;

/**
 * `$1`: the bytes that give the modes back; `$2`: the line settings as they were found, or that it looks for them; `$3`: what
 * it sets itself. It says so when either is done. A line says that the terminal is `taken`, what is to be written `before` and
 * `after` those bytes by now, or that it is `given` back; the end of the input without that, that nobody is left who could. It
 * `rests` while nobody of ours has the terminal, until it `serves` with other bytes and sets a line setting itself (`without`).
 * Settings that a shell has changed since are its own.
 */
const SCRIPT = `
trap '' HUP INT QUIT TERM TSTP TTIN TTOU PIPE USR1 USR2 ALRM
modes=$1 found=$2 off=$3
if [ "$2" = look ]; then
  found=$(stty -g <&3 2>/dev/null)
  echo
fi
if [ -n "$off" ]; then
  stty "-$off" <&3 2>/dev/null
  echo
fi
ours= before= after= idle=
back() {
  [ -z "$ours" ] && [ -n "$off" ] && stty "$off" <&3 2>/dev/null
}
while read -r word bytes; do
  case $word in
    given)
      back
      exit 0 ;;
    rests)
      back
      modes= ours= before= after= off= idle=yes ;;
    serves) modes=$bytes idle= ;;
    without)
      off=$bytes
      stty "-$off" <&3 2>/dev/null
      echo ;;
    taken) ours=$(stty -g <&3 2>/dev/null) ;;
    before) before=$bytes ;;
    after) after=$bytes ;;
  esac
done
[ -n "$idle" ] && exit 0
printf %b "$before$modes$after" >&4
if [ -n "$found" ] && { [ -z "$ours" ] || [ "$(stty -g <&3 2>/dev/null)" = "$ours" ]; }; then
  stty "$found" <&3 2>/dev/null
fi`;

interface KeptTerminal {
  readonly input: number;
  readonly output: number;
  /** What undoes its modes, as it would be written to it. */
  readonly giveBack: string;
  /** Its line settings: asked for now, which takes a few ms; what the keeper finds by the time it is ready; those of `stty sane`. */
  readonly settings: 'found' | 'look' | 'sane';
  /** A line setting that the keeper takes away, beyond what Node's raw mode does. */
  readonly without?: 'opost';
}

export class TerminalKeeper {
  #process: ChildProcess;
  #ready: Promise<void>;
  #known = { before: '', after: '' };
  #state: 'new' | 'taken' | 'given' = 'new';

  /**
   * To be made before the line settings are changed, if they are to be put back as they were `found`.
   */
  constructor(kept: KeptTerminal) {
    this.#process = start(kept);
    this.#ready = !speaks(kept)
      ? Promise.resolve()
      : nextWord(this.#process).then((isInTime) => {
          if (!isInTime && kept.settings === 'look') this.#replace({ ...kept, settings: 'sane' });
        });
  }

  /** What the first one finds from now on may be what we have set. */
  #replace(kept: KeptTerminal): void {
    if (this.#state === 'given') return;
    this.#let();
    this.#process = start(kept);
    for (const when of ['before', 'after'] as const) this.#say(`${when} ${octal(this.#known[when])}`);
    if (this.#state === 'taken') this.#say('taken');
  }

  /** What it sets or looks for itself is so, or cannot be. Never rejects. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** It still hears us. */
  get isAlive(): boolean {
    const { exitCode, signalCode, stdin } = this.#process;
    return exitCode === null && signalCode === null && stdin?.writable === true;
  }

  /** Nobody of ours has the terminal: it gives nothing back until it serves again. To be said when it is `ready`. */
  rests(): void {
    this.#known = { before: '', after: '' };
    this.#state = 'new';
    this.#say('rests');
  }

  /** For another user of the same terminal, the line settings as it has found them. See `KeptTerminal`. */
  serves({ giveBack, without }: Pick<KeptTerminal, 'giveBack' | 'without'>): void {
    const words = `serves ${octal(giveBack)}`;
    if (without === undefined) {
      this.#say(words);
      return;
    }
    this.#ready = nextWord(this.#process).then(() => {});
    this.#say(`${words}\nwithout ${without}`);
  }

  /** The terminal is as we want it now. */
  taken(): void {
    this.#state = 'taken';
    this.#say('taken');
  }

  /** What is known by now to be written too, before or after all else. */
  knows(when: 'before' | 'after', bytes: string): void {
    if (this.#known[when] === bytes) return;
    this.#known[when] = bytes;
    this.#say(`${when} ${octal(bytes)}`);
  }

  /** Reaches it also while this process ends. */
  given(): void {
    this.#state = 'given';
    this.#let();
  }

  #let(): void {
    this.#say('given');
    this.#process.stdin?.end();
  }

  #say(word: string): void {
    const { stdin } = this.#process;
    if (stdin?.writable) stdin.write(`${word}\n`);
  }
}

function speaks({ settings, without }: KeptTerminal): boolean {
  return settings === 'look' || without !== undefined;
}

function start(kept: KeptTerminal): ChildProcess {
  const { input, output, giveBack, settings, without } = kept;
  const found = settings === 'found' ? lineSettings(input) : settings;
  const keeper = spawn('/bin/sh', ['-c', SCRIPT, 'podwatch-terminal', octal(giveBack), found, without ?? ''], {
    // In a session of its own: what ends or stops our job does not reach it, and it may change a terminal that is not its own.
    detached: true,
    // Not among the first three: those are made blocking for the child, and with them what we write to.
    stdio: ['pipe', 'pipe', 'ignore', input, output],
    cwd: '/',
    env: { PATH: process.env.PATH },
  });
  // Without it the terminal is given back in all cases but those few.
  keeper.on('error', () => {});
  keeper.unref();
  for (const pipe of [keeper.stdin, keeper.stdout]) {
    pipe?.on('error', () => {});
    // A word that nobody waits for is not kept.
    if (pipe === keeper.stdout) keeper.stdout?.resume();
    if (pipe !== null) Reflect.get(pipe, 'unref')?.call(pipe);
  }
  return keeper;
}

/** False: it has not come in time. */
function nextWord(keeper: ChildProcess): Promise<boolean> {
  const { stdout } = keeper;
  return new Promise((resolve) => {
    const settle = (isInTime: boolean) => {
      clearTimeout(timer);
      stdout?.off('data', said).off('error', said).off('close', said);
      keeper.off('error', said);
      resolve(isInTime);
    };
    const said = () => settle(true);
    const timer = setTimeout(() => settle(false), STTY_TIMEOUT_MS);
    stdout?.on('data', said).on('error', said).on('close', said);
    keeper.on('error', said);
    // One that has died says nothing any more.
    if (stdout === null || stdout.destroyed) said();
  });
}

/** For `printf %b` of any shell, in one word. */
function octal(bytes: string): string {
  return bytes.replace(/[^\x21-\x7e]|\\/g, (character) => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
