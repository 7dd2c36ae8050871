// Why a host, or the server of a fleet, is not reached, and what its user can do.

/** `needs-you`: trying again would do no good, or harm. */
export interface HostFault {
  readonly state: 'lost' | 'needs-you';
  /** A clause. */
  readonly problem: string;
  /** One sentence; null: it is tried again by itself. */
  readonly advice: string | null;
}

export function needsYou(problem: string, advice: string): HostFault {
  return { state: 'needs-you', problem, advice };
}
