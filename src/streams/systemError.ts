// Errors of the file system and of sockets, as codes and as words for the user.

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

/** The `errno` code ("ENOENT"), or an empty text where the error has none. */
export function errorCode(error: unknown): string {
  // By shape, not by class: errors of the platform may come from another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** A clause such as "permission denied (EACCES)". */
export function errorWords(error: unknown): string {
  const code = errorCode(error);
  const words = WORDS[code];
  return words === undefined ? String(error) : `${words} (${code})`;
}
