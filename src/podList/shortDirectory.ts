// A directory in as few characters as a column can spare: `~` for the user's home.

/** Absolute paths; `home` null or empty = not known. Untrusted, as the path is. */
export function shortDirectory(directory: string, home: string | null): string {
  const path = directory.length > 1 ? directory.replace(/\/+$/, '') : directory;
  const base = (home ?? '').replace(/\/+$/, '');
  if (base === '') return path;
  if (path === base) return '~';
  return path.startsWith(`${base}/`) ? `~${path.slice(base.length)}` : path;
}
