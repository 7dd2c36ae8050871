// The programs of each desktop: which there are, and that what they show is plain text to them.
import { linuxDesktop } from '../../src/system/linuxDesktop';
import { macOsDesktop } from '../../src/system/macOsDesktop';

it('Linux leaves copying to the terminal, and shows no markup of others', () => {
  expect(linuxDesktop.copyCommand({})).toBeNull();
  expect(linuxDesktop.notifyCommand('-a', '<b>a & b</b>')).toEqual([
    'notify-send',
    '--app-name=podwatch',
    '--',
    '-a',
    '&lt;b&gt;a &amp; b&lt;/b&gt;',
  ]);
  expect(linuxDesktop.pictureReaders.map(({ argv: [program], needs }) => [program, needs])).toEqual([
    ['wl-paste', 'WAYLAND_DISPLAY'],
    ['xclip', 'DISPLAY'],
  ]);
});

it('macOS copies by its own program where the clipboard is the one before the user, and hands words over as arguments', () => {
  expect(macOsDesktop.copyCommand({})).toEqual(['pbcopy']);
  expect(macOsDesktop.copyCommand({ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' })).toBeNull();
  const argv = macOsDesktop.notifyCommand('podwatch: a', 'done" & quit');
  expect(argv.slice(-2)).toEqual(['podwatch: a', 'done" & quit']);
  expect(argv.slice(0, -2).join(' ')).toBe(
    'osascript -e on run {subject, words} -e display notification words with title subject -e end run',
  );
});
