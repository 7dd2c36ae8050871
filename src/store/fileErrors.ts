// What the file system and the kernel throw, as codes and as words for the user.

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ECONNREFUSED: 'connection refused: no process listens on it',
  ENOTSOCK: 'it is not a socket',
  EAGAIN: 'it does not accept connections now',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'its path is too long',
};

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

/** A clause such as "permission denied (EACCES)". */
export function errorWords(error: unknown): string {
  const code = errnoOf(error);
  const words = code === null ? undefined : WORDS[code];
  return words === undefined ? String(error) : `${words} (${code})`;
}
