// A directory looked at again: its signature is the same until something in it is another, however old it is.
import fs from 'node:fs';
import path from 'node:path';
import { DirectoryLook } from '../../src/streams/directoryLook';
import { age, endAll, tempHome } from './streamFixtures';

afterEach(endAll);

test('differs where an entry has come, gone, grown or been replaced, and is the same in between', () => {
  const { pods } = tempHome();
  const file = path.join(pods, 'a');
  const look = new DirectoryLook(pods);
  const seen = new Set([look.signature()]);
  const other = `${pods}.other`;
  const changes = [
    () => fs.writeFileSync(file, 'x'),
    () => fs.appendFileSync(file, 'more'),
    () => {
      fs.writeFileSync(other, 'xmore');
      fs.renameSync(other, file);
    },
    () => fs.writeFileSync(path.join(pods, 'b'), ''),
    () => fs.rmSync(file),
    () => fs.rmSync(pods, { recursive: true }),
    () => fs.mkdirSync(pods),
  ];
  for (const change of changes) {
    // As old as most are: then its names are not listed again.
    if (fs.existsSync(pods)) {
      age(pods, 60 + seen.size);
      seen.add(look.signature());
      expect(look.lastInode).toBe(fs.statSync(pods).ino);
    }
    const before = seen.size;
    expect(seen).toContain(look.signature());
    change();
    expect(seen.add(look.signature()).size).toBe(before + 1);
  }
});
