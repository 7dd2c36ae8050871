// The columns of a table in the order of its records, out of the `create table` text that SQLite keeps.

export interface TableColumn {
  readonly name: string;
  /** `INTEGER PRIMARY KEY`: the record holds a null, the value is the row's id. */
  readonly isRowId: boolean;
  /** Stands in where an old record ends before a column that was added later. */
  readonly missing: string | number | null;
}

const CONSTRAINT = /^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)\b/i;
const NAME = /^(?:`((?:[^`]|``)*)`|"((?:[^"]|"")*)"|\[([^\]]*)\]|'((?:[^']|'')*)'|([^\s(),]+))/;
const DEFAULT = /\bDEFAULT\s+\(?\s*(?:'((?:[^']|'')*)'|"([^"]*)"|([-+]?\d+(?:\.\d+)?))/i;

/** Null: not a table that keeps its records by row id. */
export function tableColumns(sql: string): readonly TableColumn[] | null {
  const text = withoutComments(sql);
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open || /WITHOUT\s+ROWID/i.test(text.slice(close))) return null;
  return splitAtCommas(text.slice(open + 1, close)).flatMap((definition) => columnOf(definition) ?? []);
}

function columnOf(definition: string): TableColumn | null {
  if (CONSTRAINT.test(definition)) return null;
  const match = NAME.exec(definition);
  if (match === null) return null;
  const name = match.slice(1).find((part) => part !== undefined) ?? '';
  const rest = definition.slice(match[0].length);
  const [, single, double, number] = DEFAULT.exec(rest) ?? [];
  const text = single?.replaceAll("''", "'") ?? double ?? null;
  return {
    name,
    isRowId: /^\s*INTEGER\s+PRIMARY\s+KEY\b/i.test(rest),
    missing: number === undefined ? text : Number(number),
  };
}

/** At the top level only: not within brackets or quotes. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[(),]/g)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function withoutComments(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('--') || found.startsWith('/*') ? ' ' : found,
  );
}
