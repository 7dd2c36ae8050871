// What is made from the commands and the keymap is what they say, and the man page is one that man can show.
import path from 'node:path';
import { makeTempHome, runProgram } from '../fixtures/tempHome';

const ROOT = path.resolve(__dirname, '../..');

it('the table of commands, docs/ and the man page are what the sources say', async () => {
  const home = makeTempHome();
  try {
    const ran = await runProgram([process.execPath, path.join(ROOT, 'scripts', 'docs.mjs'), '--check'], home.env);
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' });
  } finally {
    await home.close();
  }
});
