// Linux: Wayland, X11, and the notifications of freedesktop.
import type { Desktop } from './desktop';

export const linuxDesktop: Desktop = {
  pictureReaders: [
    { argv: ['wl-paste', '--no-newline', '--type', 'image/png'], needs: 'WAYLAND_DISPLAY' },
    { argv: ['xclip', '-selection', 'clipboard', '-target', 'image/png', '-o'], needs: 'DISPLAY' },
  ],
  copyCommand: () => null,
  notifyCommand: (title, text) => ['notify-send', '--app-name=podwatch', '--', title, withoutMarkup(text)],
};

/** Of the two only the text may hold markup. */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
