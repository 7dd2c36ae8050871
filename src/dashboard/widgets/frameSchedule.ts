// When to draw: at the end of the turn that asked for it, never while the terminal is still busy with the last frame.
// How often is for the run loop to say, which knows a key from a flood of output.

export interface FrameSchedule {
  /** Something new is there to be drawn. */
  request(): void;
  /** The terminal has taken the last frame. */
  released(): void;
  cancel(): void;
}

/** `draw` returns false where it could not draw now; it is called again after `released`. */
export function createFrameSchedule(draw: () => boolean): FrameSchedule {
  let waiting: NodeJS.Immediate | null = null;
  let wanted = false;
  const run = (): void => {
    waiting = null;
    wanted = !draw();
  };
  const arm = (): void => {
    // What comes in one turn is one frame.
    waiting ??= setImmediate(run);
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
      if (waiting !== null) clearImmediate(waiting);
      waiting = null;
    },
  };
}
