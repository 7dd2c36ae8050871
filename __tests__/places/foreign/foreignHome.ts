// A user's home with the fixtures of every tool in it, copied, so that a test can change them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FIXTURES = path.resolve(__dirname, '../../fixtures/foreign');

/** Where each tool keeps its own below HOME. */
const PLACES: Readonly<Record<string, string>> = {
  claude: '.claude',
  codex: '.codex',
  gemini: '.gemini',
  opencode: '.local/share/opencode',
  'pi/agent': '.pi/agent',
  qwen: '.qwen',
  copilot: '.copilot',
  'cline/data': '.cline/data',
  kimi: '.kimi',
  'kimi-code': '.kimi-code',
  goose: '.local/share/goose',
  cursor: '.cursor',
};

export interface ForeignHome {
  readonly home: string;
  /** HOME and PATH, nothing of the developer's. */
  readonly env: Readonly<Record<string, string | undefined>>;
  file(...parts: readonly string[]): string;
  write(name: string, content: string | Buffer): string;
  close(): void;
}

/** `tools`: folders of the fixtures (`claude`, `pi/agent` …); none = an empty home. */
export function makeForeignHome(tools: readonly string[] = []): ForeignHome {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-foreign-'));
  for (const tool of tools) {
    const place = PLACES[tool];
    if (place === undefined) throw new Error(`No place for ${tool}`);
    fs.cpSync(path.join(FIXTURES, tool), path.join(home, place), { recursive: true, preserveTimestamps: true });
  }
  return {
    home,
    env: { HOME: home, PATH: process.env.PATH },
    file: (...parts) => path.join(home, ...parts),
    write(name, content) {
      const file = path.join(home, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, content);
      return file;
    },
    close: () => fs.rmSync(home, { recursive: true, force: true }),
  };
}

export const ALL_TOOLS = Object.keys(PLACES);
