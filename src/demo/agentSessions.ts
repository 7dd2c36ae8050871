// What the scripted agent remembers, in a file if it has one, so that another process of it can load a session.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { parseJson } from '../protocol/parsed';
import { parseWith } from '../protocol/parseWith';

const sessionsSchema = v.record(
  v.string(),
  v.object({ messages: v.array(v.object({ role: v.picklist(['user', 'assistant']), text: v.string() })) }),
);

type Sessions = v.InferOutput<typeof sessionsSchema>;

export class AgentSessions {
  private readonly byId: Sessions;

  constructor(private readonly file: string | null) {
    this.byId = file === null ? {} : readSessions(file);
  }

  create(): string {
    const id = randomUUID();
    this.byId[id] = { messages: [] };
    this.save();
    return id;
  }

  get(id: string): Sessions[string] | undefined {
    return this.byId[id];
  }

  add(id: string, role: 'user' | 'assistant', text: string): void {
    this.byId[id]?.messages.push({ role, text });
    this.save();
  }

  private save(): void {
    if (this.file === null) return;
    writeFileSync(`${this.file}.tmp`, JSON.stringify(this.byId), { mode: 0o600 });
    renameSync(`${this.file}.tmp`, this.file);
  }
}

function readSessions(file: string): Sessions {
  try {
    const json = parseJson(readFileSync(file, 'utf8'));
    const sessions = json.ok ? parseWith(sessionsSchema, json.value) : json;
    return sessions.ok ? sessions.value : {};
  } catch {
    // No session yet.
    return {};
  }
}
