// What stands before the first frame of a link: noise of start-up files, then the magic line.
import { LINK_MAGIC } from '../protocol/hostWire';

const MAX_NOISE_BYTES = 64 * 1024;
const MAGIC = Buffer.from(LINK_MAGIC, 'latin1');

export class LinkStart {
  private bytes = Buffer.alloc(0);

  /** The bytes behind the magic line; null: it has not come yet. `noise`: it will not come. */
  take(chunk: Buffer): Buffer | null | 'noise' {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    const at = this.bytes.indexOf(MAGIC);
    if (at >= 0) return this.bytes.subarray(at + MAGIC.length);
    return this.bytes.length > MAX_NOISE_BYTES ? 'noise' : null;
  }

  /** What has come so far, its beginning. */
  get noise(): string {
    return this.bytes.subarray(0, 4096).toString('utf8');
  }
}
