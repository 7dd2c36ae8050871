// Loads what a dashboard would load only later: it lives for days, and an upgrade may replace its files meanwhile.

/** Behind the first screen, so that nobody waits for it. */
export function loadLateParts(): void {
  setImmediate(() => {
    // Where they are gone already, what needs them says so.
    Promise.all([import('../recording/drawnScreen'), import('../places/sessionPlaces')]).catch(() => {});
  });
}
