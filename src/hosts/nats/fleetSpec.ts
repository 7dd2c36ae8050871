// The way to a fleet as the configuration says it.

export interface FleetSpec {
  /** `tls://NAME:PORT`; `nats://` only to this machine. */
  readonly servers: readonly string[];
  /** Whose Pods. */
  readonly user: string;
  /** Files, absolute paths: an nkey's seed, or credentials; both null: the server wants no key. */
  readonly nkey: string | null;
  readonly creds: string | null;
  /** The certificate of who vouches for the server; null: whom the system trusts. */
  readonly ca: string | null;
  /** What the server's certificate is made out to; null: the name that it is reached by. */
  readonly tlsName: string | null;
  /** Whose hosts are shown; null: all. */
  readonly groups: readonly string[] | null;
  /** The key may look and not act. */
  readonly isReadOnly: boolean;
}
