// The end of a Pod as one viewer gets it: behind everything else, and within a bound.
import type { PodExit, ScreenFacts, ViewSize } from '../../protocol/terminalFrame';
import type { Viewer } from './viewer';

/** How long the last viewers may take to read the end, ms. */
const EXIT_DRAIN_MS = 5000;

/** Whose last screen that is. */
interface EndedTerminal {
  whenParsed(callback: () => void): void;
  state(view: ViewSize): Buffer;
  facts(): ScreenFacts;
}

/** Resolves when it has it or its time is over. */
export function endViewer(viewer: Viewer, exit: PodExit, terminal: EndedTerminal): Promise<void> {
  return new Promise((resolve) => {
    const { socket } = viewer;
    if (socket.closed) return resolve();
    const timer = setTimeout(() => socket.destroy(), EXIT_DRAIN_MS);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    // Handed to the kernel is enough: it outlives our process.
    socket.once('finish', settle);
    socket.once('close', settle);
    // It may have been held for a program that did not read; now its input goes nowhere.
    socket.resume();
    terminal.whenParsed(() => {
      // A viewer that was left behind or mirrors gets the last screen before the end.
      if (viewer.state === 'overflowed' || viewer.state === 'mirroring')
        viewer.screen(terminal.state(viewer.size), terminal.facts());
      viewer.exit(exit);
    });
  });
}
