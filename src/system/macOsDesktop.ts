// macOS: its own programs, and pngpaste, which Homebrew has. Written after their manuals: nobody has seen it on a real machine yet.
import type { Desktop } from './desktop';

export const macOsDesktop: Desktop = {
  pictureReaders: [{ argv: ['pngpaste', '-'], needs: null }],
  // Its Terminal knows no OSC 52. Over ssh the clipboard here is not the one before the user.
  copyCommand: (env) => (env.SSH_CONNECTION ? null : ['pbcopy']),
  notifyCommand: (title, text) => [
    'osascript',
    ...['-e', 'on run {subject, words}'],
    ...['-e', 'display notification words with title subject'],
    ...['-e', 'end run'],
    title,
    text,
  ],
};
