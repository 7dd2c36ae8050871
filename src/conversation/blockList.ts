// A list that is never changed: appending and replacing give a new one that shares nearly all of the old one.

const BITS = 5;
const FAN_OUT = 1 << BITS;
const MASK = FAN_OUT - 1;

/** A leaf holds items, every other node holds nodes. What lies behind the length of a list is none of its own. */
interface Node<T> {
  readonly items: T[];
  readonly nodes: Node<T>[];
}

/**
 * A persistent vector: every change copies one path of at most 32 slots a level, so that thousands of changes to
 * thousands of items stay cheap, and whoever holds an older list keeps exactly that.
 */
export class BlockList<T> {
  private constructor(
    readonly length: number,
    private readonly root: Node<T>,
    /** Levels of nodes above the leaves. */
    private readonly depth: number,
  ) {}

  static empty<T>(): BlockList<T> {
    return new BlockList<T>(0, { items: [], nodes: [] }, 0);
  }

  /** The item at `index`; undefined outside the list. */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined;
    let node: Node<T> | undefined = this.root;
    for (let level = this.depth; level > 0; level -= 1) node = node?.nodes[(index >> (BITS * level)) & MASK];
    return node?.items[index & MASK];
  }

  /**
   * Where nobody has appended to this very list yet, its last leaf takes one more: no list that is held reads as far as that.
   * A list of thousands is built without a copy for each of its items.
   */
  append(item: T): BlockList<T> {
    const leaf = this.lastLeaf();
    if (leaf !== null && leaf.items.length === (this.length & MASK)) {
      leaf.items.push(item);
      return new BlockList(this.length + 1, this.root, this.depth);
    }
    const isFull = this.length === FAN_OUT ** (this.depth + 1);
    const root = isFull ? { items: [], nodes: [this.root] } : this.root;
    const depth = isFull ? this.depth + 1 : this.depth;
    return new BlockList(this.length + 1, withItem(root, depth, this.length, item), depth);
  }

  /** The list itself where `index` lies outside of it, or where the item already stands there. */
  with(index: number, item: T): BlockList<T> {
    if (index < 0 || index >= this.length || this.at(index) === item) return this;
    return new BlockList(this.length, withItem(this.root, this.depth, index, item), this.depth);
  }

  /** The first `length` items. What is cut off may be held in memory until it is written over. */
  cut(length: number): BlockList<T> {
    return length >= this.length ? this : new BlockList(Math.max(0, length), this.root, this.depth);
  }

  /** As long as before, but what stands before `index` may be given up, and is undefined then: memory for a long list's end alone. */
  forgetting(index: number): BlockList<T> {
    if (index <= 0 || index >= this.length) return this;
    return new BlockList(this.length, forgotten(this.root, this.depth, index), this.depth);
  }

  /** The leaf that the next item belongs to; null: there is none yet. */
  private lastLeaf(): Node<T> | null {
    if ((this.length & MASK) === 0) return null;
    let node: Node<T> | undefined = this.root;
    for (let level = this.depth; level > 0; level -= 1) node = node?.nodes[(this.length >> (BITS * level)) & MASK];
    return node ?? null;
  }

  *[Symbol.iterator](): Generator<T, void, void> {
    for (let index = 0; index < this.length; index += 1) {
      const item = this.at(index);
      if (item !== undefined) yield item;
    }
  }
}

/** Whole leaves before `index` hold nothing any more. */
function forgotten<T>(node: Node<T> | undefined, depth: number, index: number): Node<T> {
  if (node === undefined || depth === 0) return node ?? { items: [], nodes: [] };
  const slot = (index >> (BITS * depth)) & MASK;
  const nodes = node.nodes.map((each, at) => (at < slot ? { items: [], nodes: [] } : each));
  nodes[slot] = forgotten(nodes[slot], depth - 1, index);
  return { items: [], nodes };
}

function withItem<T>(node: Node<T> | undefined, depth: number, index: number, item: T): Node<T> {
  if (depth === 0) {
    const items = node?.items.slice() ?? [];
    items[index & MASK] = item;
    return { items, nodes: [] };
  }
  const slot = (index >> (BITS * depth)) & MASK;
  const nodes = node?.nodes.slice() ?? [];
  nodes[slot] = withItem(nodes[slot], depth - 1, index, item);
  return { items: [], nodes };
}
