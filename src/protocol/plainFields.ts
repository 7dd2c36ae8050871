// Questions to the fields of a JSON value, for what is read without the schemas.

export type JsonFields = Readonly<Record<string, unknown>>;

/** The schemas leave these out, wherever they stand. */
const NEVER_KEPT = ['__proto__', 'constructor', 'prototype'] as const;

export function isFields(value: unknown): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of whatever it is, an error say; undefined: it has none. */
export function fieldNamed(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
}

/** A schema that keeps fields which it does not know keeps all of them. */
export function isKeptWhole(value: unknown): value is JsonFields {
  return isFields(value) && !NEVER_KEPT.some((key) => Object.hasOwn(value, key));
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

export function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

export function isOneOf<T extends string>(words: readonly T[], value: unknown): value is T {
  return words.some((word) => word === value);
}
