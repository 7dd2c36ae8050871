// Words of the live protocol that its schemas and the reading without them share.

export const STATUSES = ['idle', 'running', 'paused'] as const;
export type WireStatus = (typeof STATUSES)[number];

export const ATTENTION_KINDS = ['bell', 'notification', 'permission', 'failed', 'finished'] as const;

/** Who decides on a permission request: the user; the user, except for tools that only read; or always no. */
export const PERMISSION_POLICIES = ['ask', 'allow-reads', 'deny'] as const;
export type PermissionPolicy = (typeof PERMISSION_POLICIES)[number];

/** What a user can answer by kind, where the agent has exactly one option of it; `reject` always works. */
export const PERMISSION_ANSWERS = ['allow_once', 'allow_always', 'reject'] as const;
export type PermissionAnswer = (typeof PERMISSION_ANSWERS)[number];
