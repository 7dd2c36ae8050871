// A host as the configuration says it.

export interface HostSpec {
  /** What the user calls it. */
  readonly name: string;
  /** What ssh is told: a host of ~/.ssh/config, or `USER@ADDRESS`. */
  readonly ssh: string;
  /** Program and arguments that are podwatch there; null: the one that its login finds. */
  readonly command: readonly string[] | null;
  /** ssh compresses what goes over the line. */
  readonly compress: boolean;
  /** Absolute path of the file that stands for ~/.ssh/config; null: that one. */
  readonly sshConfig: string | null;
}
