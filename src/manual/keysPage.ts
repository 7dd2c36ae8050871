// docs/keys.md: every key, by where it works.
import { keyPlaces } from './keyPlaces';
import { code, table } from './markdown';

export function keysPage(): string {
  const sections = keyPlaces().map(({ title, keys }) => {
    const rows = keys.map((row) => [row.keys.map(code).join(' '), row.does]);
    return `## ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${table(['keys', 'do'], rows)}`;
  });
  return `<!-- Made by \`npm run docs\` from the keymap: change that. -->

# Keys

Those of grid and list can be changed by the configuration (\`keys\`). The mouse selects, opens and scrolls.

${sections.join('\n')}`;
}
