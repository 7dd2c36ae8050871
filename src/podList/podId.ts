// What a Pod is: its place and its name.

/** A Pod is its place and its name; never a socket path or a pid. */
export interface PodId {
  /** The place's id; of a home: the absolute path of its store directory. */
  readonly place: string;
  readonly name: string;
}

/** The identity as one string; NUL can be in neither part. */
export function podKey(id: PodId): string {
  return `${id.place}\u0000${id.name}`;
}
