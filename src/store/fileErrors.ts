// Reads what the file system and the kernel throw.

/** The errno name ("ENOENT"); null for any other error. */
export function errnoOf(error: unknown): string | null {
  // By shape, not by class: errors of the platform may come from another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The path, or a directory on the way to it, does not exist. */
export function isMissing(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno === 'ENOENT' || errno === 'ENOTDIR';
}

export function errorText(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : null;
  return typeof message === 'string' ? message : String(error);
}
