// What holds for every command: exit codes, files and variables.

type Fact = readonly [what: string, means: string];

export const EXIT_CODES: readonly Fact[] = [
  ['0', 'done'],
  ['1', 'failed'],
  ['2', 'wrong usage'],
  ['3', 'no such Pod'],
  ['4', 'not eligible; the reason is on standard error'],
];

export const FILES: readonly Fact[] = [
  [
    'configuration',
    '$PODWATCH_CONFIG, else $XDG_CONFIG_HOME/podwatch/config.json, else ~/.config/podwatch/config.json',
  ],
  ['store: records and logs', '$PODWATCH_DATA_DIR, else $XDG_DATA_HOME/podwatch, else ~/.local/share/podwatch'],
  ['runtime: what lives now', '$PODWATCH_RUNTIME_DIR, else $XDG_RUNTIME_DIR/podwatch, else run/ in the store'],
  ['both in one directory', '$PODWATCH_HOME'],
  ['no colours', '$NO_COLOR'],
];
