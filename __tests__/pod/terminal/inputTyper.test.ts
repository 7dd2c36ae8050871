// Whole inputs and their Enter: apart where pastes are marked, in order, bounded, and over with the Pod.
import { InputTyper } from '../../../src/pod/terminal/inputTyper';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const segments = (content: string) => [{ kind: 'text', content }];

/** Collects what is typed, each call for itself. */
function start(marksPastes: () => boolean) {
  const typed: string[] = [];
  const typer = new InputTyper({ type: (bytes) => typed.push(bytes.toString()), marksPastes });
  return { typer, typed };
}

it('types text and Enter at once into a program that does not mark pastes', () => {
  const { typer, typed } = start(() => false);
  typer.type(segments('a\nb'));
  typer.type(segments('c'));
  expect(typed).toEqual(['a\rb\r', 'c\r']);
});

it('keeps the Enter away from a marked paste, and the next input behind it', () => {
  const { typer, typed } = start(() => true);
  typer.type(segments('one'));
  typer.type(segments('two'));
  expect(typed).toEqual(['\x1b[200~one\x1b[201~']);
  jest.advanceTimersByTime(50);
  expect(typed).toHaveLength(1);
  jest.runAllTimers();
  expect(typed.slice(1)).toEqual(['\r', '\x1b[200~two\x1b[201~', '\r']);
  typer.type(segments('three'));
  expect(typed).toHaveLength(5);
});

it('marks an input that waited as the program wants it by then', () => {
  let marks = true;
  const { typer, typed } = start(() => marks);
  typer.type(segments('one'));
  typer.type(segments('two'));
  marks = false;
  jest.runAllTimers();
  expect(typed).toEqual(['\x1b[200~one\x1b[201~', '\r', 'two\r']);
});

it('says when too many wait, and types nothing more once stopped', () => {
  const { typer, typed } = start(() => true);
  let count = 0;
  while (!typer.isFull && count < 1000) typer.type(segments(`${count++}`));
  expect(count).toBeLessThan(100);
  typer.stop();
  jest.runAllTimers();
  expect(typed).toHaveLength(1);
});
