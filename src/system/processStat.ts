// What a system says of one of its processes.

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Process group: the job of a shell. */
  readonly group: number;
  /** The pid of whoever began the terminal session (`setsid`). */
  readonly session: number;
  /** Path of its controlling terminal (`/dev/pts/3`); null: none. */
  readonly terminal: string | null;
  /** The group that the terminal listens to; 0 or below: none. */
  readonly terminalGroup: number;
  /** `ending`: on its way out, its descriptors may be closed; `ended`: only waits to be collected. */
  readonly state: 'running' | 'stopped' | 'ending' | 'ended';
  /** In the system's own words; with the pid it names one process for good (of one boot). */
  readonly startTime: string;
  /** The program's name: cut by the system, anything in it. */
  readonly name: string;
  /** Of all its threads since it started, s. */
  readonly cpuSeconds: number;
  /** That are in memory, bytes. */
  readonly memory: number;
}
