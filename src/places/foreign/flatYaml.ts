// The flat `key: value` lines that some tools write as YAML; whatever else YAML can say is passed over.

const ENTRY = /^([A-Za-z_][\w-]*):(?: +(.*))?$/;
const BLOCK = /^[|>][-+]?\d*$/;

/** Values as texts: plain, quoted, or a block below. What is not understood is left out; its neighbours stay. */
export function flatYaml(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const [, key, rest = ''] = ENTRY.exec(line) ?? [];
    if (key === undefined) continue;
    const value = BLOCK.test(rest.trim()) ? blockBelow(lines, index + 1) : scalar(rest.trim());
    if (value !== null && value !== '') values.set(key, value);
  }
  return values;
}

function blockBelow(lines: readonly string[], from: number): string {
  const end = lines.findIndex((line, index) => index >= from && /^\S/.test(line));
  return lines
    .slice(from, end < 0 ? undefined : end)
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function scalar(text: string): string | null {
  if (text.startsWith("'")) return /^'((?:[^']|'')*)'/.exec(text)?.[1]?.replaceAll("''", "'") ?? null;
  if (!text.startsWith('"')) return /^(?:null|~)$/.test(text) ? null : text.replace(/ #.*$/, '');
  try {
    // Its escapes are those of JSON but for a few that tools do not write.
    return String(JSON.parse(/^"(?:[^"\\]|\\.)*"/.exec(text)?.[0] ?? ''));
  } catch {
    return null;
  }
}
