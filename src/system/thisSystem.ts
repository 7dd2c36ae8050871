// The system that we run on.
import { linux } from './linux';
import { macOs, runTool } from './macOs';
import type { System } from './system';

/** Others than these two are asked like Linux, and mostly do not know. */
export const thisSystem: System = process.platform === 'darwin' ? macOs(runTool) : linux;
