// When to draw: at most 30 times a second, never while the terminal is still busy with the last frame.

const FRAME_MS = 1000 / 30;

export interface FrameSchedule {
  /** Something new is there to be drawn. */
  request(): void;
  /** The terminal has taken the last frame. */
  released(): void;
  cancel(): void;
}

/** `draw` returns false where it could not draw now; it is called again after `released`. */
export function createFrameSchedule(draw: () => boolean): FrameSchedule {
  let timer: NodeJS.Timeout | null = null;
  let wanted = false;
  let lastDraw = Number.NEGATIVE_INFINITY;
  const run = (): void => {
    timer = null;
    lastDraw = performance.now();
    wanted = !draw();
  };
  const arm = (): void => {
    // Even the first frame waits for the end of the turn: what comes in one turn is one frame.
    timer ??= setTimeout(run, Math.max(0, lastDraw + FRAME_MS - performance.now()));
  };
  return {
    request() {
      wanted = true;
      arm();
    },
    released() {
      if (wanted) arm();
    },
    cancel() {
      wanted = false;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
