// Loads what a dashboard or an attach would load only later: they live for days, and an upgrade may replace their files meanwhile.

/** Behind the first screen, so that nobody waits for it. */
export function loadLateParts(): void {
  setImmediate(() => {
    // Where they are gone already, what needs them says so.
    const parts = [
      import('../recording/drawnScreen'),
      import('../places/sessionPlaces'),
      import('../places/withMultiplexers'),
      import('../places/sameDirectory'),
      import('./conversationHistory'),
      loadHistory(),
    ];
    Promise.all(parts).catch(() => {});
  });
}

/** What shows the history of an attached Pod. Never rejects. */
export async function loadAttachParts(): Promise<void> {
  const parts = [import('../places/openPlaces'), import('./attachedHistory'), loadHistory()];
  await Promise.all(parts).catch(() => {});
}

async function loadHistory(): Promise<void> {
  const { loadHistoryParts } = await import('../recording/readHistory');
  await loadHistoryParts();
}
