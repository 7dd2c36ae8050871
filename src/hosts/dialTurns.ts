// At most so many hosts are dialled at a time: a jump host refuses who comes with more (sshd's `MaxStartups`).

const AT_ONCE = 4;

export class DialTurns {
  private held = 0;
  private readonly waiting: (() => void)[] = [];

  async run<T>(dial: () => Promise<T>): Promise<T> {
    if (this.held >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    this.held += 1;
    try {
      return await dial();
    } finally {
      this.held -= 1;
      this.waiting.shift()?.();
    }
  }
}
