// At most so many hosts begin to be dialled at a time: a jump host refuses who comes with more (sshd's `MaxStartups`).

const AT_ONCE = 4;
/** Who takes longer gives its turn away, ms: hosts that say nothing hold no other up. */
const LONGEST_TURN_MS = 1000;

export class DialTurns {
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  async run<T>(dial: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((go) => this.waiting.push(go));
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    };
    const timer = setTimeout(end, LONGEST_TURN_MS);
    try {
      return await dial();
    } finally {
      clearTimeout(timer);
      end();
    }
  }
}
