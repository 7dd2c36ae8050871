// A home with a project in it and agent CLIs that only tell how they were started.
import fs from 'node:fs';
import path from 'node:path';
import { pathWithout } from '../../fixtures/pathWithout';
import { makeTempHome } from '../../fixtures/tempHome';
import { until } from '../../fixtures/until';

/** Prints its arguments and its directory into a file, which is there only when it is whole, and goes on as a session would. */
const RECORDER = `#!/bin/sh
file="$HOME/$(basename "$0").argv"
{ pwd; for word in "$@"; do echo "$word"; done; } > "$file.begun"
mv "$file.begun" "$file"
exec cat
`;

export class SessionHome {
  readonly home = makeTempHome();
  readonly project = path.join(this.home.directory, 'project');

  constructor() {
    fs.mkdirSync(this.project);
    const bin = path.join(this.home.directory, 'bin');
    fs.mkdirSync(bin);
    for (const tool of ['claude', 'gemini', 'pi']) fs.writeFileSync(path.join(bin, tool), RECORDER, { mode: 0o755 });
    // Masters of dtach are those of the whole machine, of other tests too.
    this.home.env.PATH = `${bin}:${pathWithout(['dtach'], this.home.directory)}`;
  }

  /** A file of a tool below the user's home, one object a line. */
  write(name: string, lines: readonly object[]): string {
    const file = path.join(this.home.env.HOME ?? '', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  }

  addClaude(id: string, prompt: string, cwd = this.project): string {
    const timestamp = '2026-11-26T12:00:00Z';
    const line = { type: 'user', cwd, gitBranch: 'main', timestamp, message: { content: prompt } };
    return this.write(`.claude/projects/-p/${id}.jsonl`, [line]);
  }

  async rows(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    const ran = await this.home.podwatch(['ls', '--json', ...args]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(ran.stdout);
  }

  /** The directory in which it was started, and its arguments. */
  async argvOf(tool: string): Promise<readonly string[]> {
    const file = path.join(this.home.env.HOME ?? '', `${tool}.argv`);
    const text = await until(() => fs.existsSync(file) && fs.readFileSync(file, 'utf8'));
    return String(text).trimEnd().split('\n');
  }
}
