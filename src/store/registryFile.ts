// `pods.json` on disk: read and rewritten under the lock that every program of these formats takes (formats §3).
import { type FileHandle, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { HomePaths } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import { type Allocation, formatRegistryTable, parseRegistryTable } from '../protocol/registryTable';
import { errorText } from './fileErrors';
import { openLocked } from './registryLock';

/** What a change of the registry came to: the new allocations, or one sentence why there is no change. */
export type RegistryChange = Parsed<readonly Allocation[]>;

/**
 * Runs `change` on the allocations under the lock (waited for at most 10 s) and writes its result. Records that we cannot
 * read survive. An error is one sentence for the user; nothing was written then.
 */
export async function updateRegistry(
  home: HomePaths,
  change: (allocations: readonly Allocation[]) => RegistryChange | Promise<RegistryChange>,
): Promise<Parsed<null>> {
  let file: FileHandle | null = null;
  try {
    await mkdir(path.dirname(home.registry), { recursive: true, mode: 0o700 });
    const locked = await openLocked(home.registry);
    if (!locked.ok) return locked;
    file = locked.value;
    const before = await file.readFile('utf8');
    const table = parseRegistryTable(before);
    if (!table.ok) return { ok: false, error: `The registry ${home.registry} cannot be read: ${table.error}` };
    const changed = await change(table.value.allocations);
    if (!changed.ok) return changed;
    if (changed.value !== table.value.allocations)
      await overwrite(file, before, formatRegistryTable(changed.value, table.value.unread));
    return { ok: true, value: null };
  } catch (error) {
    return { ok: false, error: `The registry ${home.registry} cannot be changed: ${errorText(error)}` };
  } finally {
    // Closing the descriptor also gives the lock back.
    await file?.close();
  }
}

/**
 * On the same inode, because others hold the lock on it. One write as long as the old text (padded with blanks), then the
 * cut: a kill between the two, or a reader without the lock, sees a table that parses.
 */
async function overwrite(file: FileHandle, before: string, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  const padding = Math.max(0, Buffer.byteLength(before) - bytes.length);
  await file.write(Buffer.concat([bytes, Buffer.alloc(padding, ' ')]), 0, bytes.length + padding, 0);
  if (padding > 0) await file.truncate(bytes.length);
  await file.datasync();
}
