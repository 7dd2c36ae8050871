// The lines of a recording are those that the Pod's own screen showed.
import { plainLines } from '../../src/recording/lineMakers';
import { RecordedText } from '../../src/recording/recordedText';

async function linesOf(...output: string[]): Promise<string[]> {
  const text = new RecordedText(false, plainLines);
  try {
    const settled = await text.take(output.map((data, at) => ({ at, kind: 'o', data })));
    return [...settled, ...(await text.finish())];
  } finally {
    text.dispose();
  }
}

test('a character is as wide as on the screen', async () => {
  expect(await linesOf('a🚀\x1b[4Gb')).toEqual(['a🚀b']);
});
