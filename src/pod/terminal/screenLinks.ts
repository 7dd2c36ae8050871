// The hyperlinks (OSC 8) of cells, which the public interface of the headless terminal does not tell.
import type { Terminal } from '@xterm/headless';
import { safeLink } from '../../cells/safeLink';
import { type CellStyle, extendedLook } from './cellStyle';
import { readField } from './readField';

/** `OSC 8 ; id=… ; URI`, or what ends a link. */
export const NO_LINK = '\x1b]8;;\x1b\\';

/** Reads what begins the link of a cell, or of the pen; `NO_LINK` where it has none. */
export function linkReader(terminal: Terminal): (style: CellStyle) => string {
  const service = readField(readField(terminal, '_core'), '_oscLinkService');
  const read = readField(service, 'getLinkData');
  const known = new Map<number, string>();
  return (style) => {
    const id = readField(extendedLook(style), 'urlId');
    if (typeof id !== 'number' || id === 0 || typeof read !== 'function') return NO_LINK;
    const begin = known.get(id) ?? beginOf(Reflect.apply(read, service, [id]), id);
    known.set(id, begin);
    return begin;
  };
}

/** Reads the address of a cell's link; undefined: it has none that a viewer may be told. */
export function addressReader(terminal: Terminal): (style: CellStyle) => string | undefined {
  const service = readField(readField(terminal, '_core'), '_oscLinkService');
  const read = readField(service, 'getLinkData');
  let last = { id: 0, address: undefined as string | undefined };
  return (style) => {
    const id = readField(extendedLook(style), 'urlId');
    if (typeof id !== 'number' || id === 0 || typeof read !== 'function') return undefined;
    if (id !== last.id) {
      const uri = readField(Reflect.apply(read, service, [id]), 'uri');
      last = { id, address: typeof uri === 'string' ? (safeLink(uri) ?? undefined) : undefined };
    }
    return last.address;
  };
}

/** A link without a name of its own gets one, so that its rows stay one link where they are drawn apart. */
function beginOf(data: unknown, id: number): string {
  const uri = readField(data, 'uri');
  if (typeof uri !== 'string' || !isSafe(uri)) return NO_LINK;
  const name = readField(data, 'id');
  const own = typeof name === 'string' && name !== '' && isSafe(name) && !/[:;]/.test(name) ? name : `podwatch-${id}`;
  return `\x1b]8;id=${own};${uri}\x1b\\`;
}

/** It must stay inside its own sequence. */
function isSafe(text: string): boolean {
  return !/[\x00-\x1f\x7f-\x9f]/.test(text);
}
