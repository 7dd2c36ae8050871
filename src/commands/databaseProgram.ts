// Where the thread is that reads the databases of agent CLIs.
import path from 'node:path';

/** Beside the program of the Pods; absolute. */
export function databaseProgram(podProgram: string): string {
  return path.resolve(path.dirname(podProgram), '..', 'places', 'foreign', 'databaseWorker.js');
}
