// Wrong usage of the command line.

/** Wrong usage: one sentence, exit code 2. Known by its name: each bundle has a class of its own. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}
