// The parts of blessed that we load one by one, and the members that @types/blessed does not know.
declare module 'blessed/lib/widgets/screen' {
  import type { BlessedProgram, Widgets } from 'blessed';

  /** One cell: a style and a text. The cell after a wide character has an empty text. */
  type Cell = [attr: number, text: string];
  type Line = Cell[] & { dirty?: boolean };

  type ProcessListener = (...args: unknown[]) => void;

  interface Program extends BlessedProgram {
    isAlt: boolean;
  }

  interface BlessedScreen extends Omit<Widgets.Screen, 'program' | 'lines' | 'olines'> {
    program: Program;
    /** What the screen should show, and what the terminal shows. */
    lines: Line[];
    olines: Line[];
    /** The default style. */
    dattr: number;
    alloc(dirty?: boolean): void;
    draw(start: number, end: number): void;
    enter(): void;
    leave(): void;
  }

  interface ScreenConstructor {
    (options: Record<string, unknown>): BlessedScreen;
    _exceptionHandler?: ProcessListener;
    _sigtermHandler?: ProcessListener;
    _sigintHandler?: ProcessListener;
    _sigquitHandler?: ProcessListener;
    _exitHandler?: ProcessListener;
  }

  const Screen: ScreenConstructor;

  export type { BlessedScreen, Cell, Line };
  export default Screen;
}

declare module 'blessed/lib/widgets/box' {
  import type { BlessedScreen } from 'blessed/lib/widgets/screen';

  interface BlessedBox {
    render(): void;
  }

  function Box(options: {
    parent: BlessedScreen;
    top: number;
    left: number;
    width: string;
    height: string;
  }): BlessedBox;
  export default Box;
}

declare module 'blessed/lib/tput' {
  interface Terminfo {
    name: string;
    names: string[];
    desc: string;
    bools: Record<string, boolean>;
    numbers: Record<string, number>;
    strings: Record<string, string>;
  }

  const Tput: { ipaths: string[]; prototype: { readTerminfo(terminal?: string): Terminfo } };
  export default Tput;
}

declare module 'blessed-contrib/lib/widget/sparkline' {
  import type { BlessedScreen } from 'blessed/lib/widgets/screen';

  export default class Sparkline {
    constructor(options: { screen: BlessedScreen; width: number; height: number });
    readonly content: string;
    setData(titles: readonly string[], values: ReadonlyArray<readonly number[]>): void;
  }
}

declare module 'blessed-contrib/lib/widget/charts/line' {
  import type { BlessedScreen } from 'blessed/lib/widgets/screen';

  interface LineOptions {
    screen: BlessedScreen;
    width: number;
    height: number;
    numYLabels: number;
    maxY: number;
    abbreviate: boolean;
    style: { text: string; baseline: string };
  }

  export default class Line {
    constructor(options: LineOptions);
    /** There from the event `attach` on. */
    readonly ctx: { readonly _canvas: { frame(): string } };
    emit(event: 'attach'): void;
    setData(series: ReadonlyArray<{ x: string[]; y: number[]; style: { line: string } }>): void;
  }
}

declare module 'blessed-contrib/lib/widget/gauge' {
  import type { BlessedScreen } from 'blessed/lib/widgets/screen';

  interface GaugeOptions {
    screen: BlessedScreen;
    width: number;
    height: number;
    showLabel: boolean;
    stroke: string;
    fill: string;
  }

  export default class Gauge {
    constructor(options: GaugeOptions);
    /** There from the event `attach` on. */
    readonly ctx: { readonly _canvas: { frame(): string } };
    emit(event: 'attach'): void;
    setPercent(percent: number): void;
  }
}
