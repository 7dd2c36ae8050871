// What a process has cost: CPU time, memory; and a program run to its end with both clocks.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

/** Time on a CPU of all its threads, ms. */
export function cpuOf(pid) {
  let nanoseconds = 0;
  for (const task of fs.readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e6;
}

/** Proportional set size, MB: shared pages are counted once over all who share them. */
export function pssOf(pid) {
  const line = /^Pss:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

/** The most memory that it has had so far (RSS), MB. */
export function peakOf(pid) {
  const line = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

/** bash's own clock of a command: its wall time and the user and system time of all that it waited for, in s. */
const TIMED = ['-c', 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&4; } 4>&2 2>&3', 'bash'];

/** Runs a program to its end: `{ ms, cpu, output }`, CPU time in ms. Fails where it fails, with its own words. */
export function timedRun(argv, env, { input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [...TIMED, ...argv], {
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'inherit', 'pipe'],
    });
    const output = [];
    const times = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stdio[3].on('data', (chunk) => times.push(chunk));
    if (input !== undefined) child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(output).toString();
      if (code !== 0) {
        reject(new Error(`${argv.join(' ')} gave ${code}: ${text.slice(0, 500)}`));
        return;
      }
      const [wall, user, system] = Buffer.concat(times).toString().trim().split(' ').map(Number);
      resolve({ ms: wall * 1000, cpu: (user + system) * 1000, output: text });
    });
  });
}

/** The start of Node itself, the floor of whatever is written for it. */
export const nodeFloor = (env) => timedRun([process.execPath, '-e', '0'], env);
