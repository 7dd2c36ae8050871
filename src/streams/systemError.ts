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
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A clause such as "permission denied (EACCES)". */
export function errorWords(error: unknown): string {
  const code = errorCode(error);
  const words = WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
