// A directory looked at again: it is as before until something in it is another, however old it is.
import fs from 'node:fs';
import path from 'node:path';
import { DirectoryLook } from '../../src/streams/directoryLook';
import { age, endAll, tempHome } from './streamFixtures';

afterEach(endAll);

/** Of a directory in which a file is made, grows, is replaced, is renamed …, in this order. */
function changesIn(directory: string): readonly (() => void)[] {
  const file = path.join(directory, 'a');
  const other = `${directory}.other`;
  return [
    () => fs.writeFileSync(file, 'x'),
    () => fs.appendFileSync(file, 'more'),
    () => {
      fs.writeFileSync(other, 'xmore');
      fs.renameSync(other, file);
    },
    () => fs.renameSync(file, path.join(directory, 'b')),
    () => fs.writeFileSync(file, ''),
    () => fs.rmSync(file),
    () => fs.rmSync(directory, { recursive: true }),
    () => fs.mkdirSync(directory),
  ];
}

test('tells where an entry has come, gone, grown or been replaced, and nothing in between', () => {
  const { pods } = tempHome();
  const look = new DirectoryLook(pods);
  expect(look.isAsBefore()).toBe(false);
  for (const [at, change] of changesIn(pods).entries()) {
    // As old as most are: then its names are not listed again.
    if (fs.existsSync(pods)) {
      age(pods, 60 + at);
      look.isAsBefore();
      expect(look.lastInode).toBe(fs.statSync(pods).ino);
    }
    expect(look.isAsBefore()).toBe(true);
    change();
    expect(look.isAsBefore()).toBe(false);
  }
});

test('another name is told although all times are as they were', () => {
  const { pods } = tempHome();
  const look = new DirectoryLook(pods);
  const now = new Date();
  fs.writeFileSync(path.join(pods, 'a'), 'x');
  fs.utimesSync(pods, now, now);
  look.isAsBefore();
  fs.renameSync(path.join(pods, 'a'), path.join(pods, 'b'));
  fs.utimesSync(pods, now, now);
  expect(look.isAsBefore()).toBe(false);
  expect(look.isAsBefore()).toBe(true);
});
