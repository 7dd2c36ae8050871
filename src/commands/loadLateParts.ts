// Loads what a dashboard or an attach would load only later: they live for days, and an upgrade may replace their files meanwhile.

/** The whole list is on the screen by then, ms. */
const AFTER_LIST_MS = 50;

/** To be called when all Pods are known: behind the first screen, one after the other, so that neither it nor a key waits for them. */
export function loadLateParts(): void {
  setTimeout(() => void loadOneByOne(), AFTER_LIST_MS).unref();
}

async function loadOneByOne(): Promise<void> {
  const parts = [
    () => import('../recording/drawnScreen'),
    () => import('../places/sessionPlaces'),
    () => import('../places/withMultiplexers'),
    () => import('../places/claimSession'),
    () => import('../places/sameDirectory'),
    () => import('./conversationHistory'),
    loadHistory,
  ];
  for (const load of parts) {
    try {
      await load();
    } catch {
      // Gone already: what needs it says so.
    }
    await new Promise(setImmediate);
  }
}

/** What shows the history of an attached Pod, and reads what its Pod says seldom. Never rejects. */
export async function loadAttachParts(): Promise<void> {
  const parts = [
    import('../protocol/schemas'),
    import('../places/openPlaces'),
    import('./attachedHistory'),
    loadHistory(),
  ];
  await Promise.all(parts).catch(() => {});
}

async function loadHistory(): Promise<void> {
  const { loadHistoryParts } = await import('../recording/readHistory');
  await loadHistoryParts();
}
