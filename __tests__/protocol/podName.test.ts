// Names: lenient for Pods that exist, strict for those we make.
import fc from 'fast-check';
import { isPodName, newPodNameFault } from '../../src/protocol/podName';

describe('isPodName', () => {
  it.each(['a', ' ', 'a b', '...', '.a', '-x', 'tab\there', 'line\nbreak', '\u001b[2J', '日本', 'x'.repeat(300)])(
    'takes %j as a name that may exist',
    (name) => expect(isPodName(name)).toBe(true),
  );

  it.each(['', '.', '..', 'a/b', '/', '../x', 'a\0b'])('refuses %j as a path', (name) => {
    expect(isPodName(name)).toBe(false);
  });
});

describe('newPodNameFault', () => {
  it.each([
    'a',
    'web-log',
    'a.b_c',
    'two words',
    '日本',
    'naïve',
    '🚀',
    'x'.repeat(64),
    '🚀'.repeat(64),
    '{bold}',
    '$(id)',
  ])('accepts %j', (name) => expect(newPodNameFault(name)).toBeNull());

  it.each([
    ['', 'empty'],
    ['.', '"."'],
    ['..', '".."'],
    ['a/b', '"/"'],
    ['a\0b', 'cannot contain'],
    ['x'.repeat(65), '64'],
    ['🚀'.repeat(65), '64'],
    ['tab\t', 'printable'],
    ['line\nbreak', 'printable'],
    ['\u001b[2J', 'printable'],
    ['\u009b2J', 'printable'],
    ['a\u202eb', 'printable'],
    ['a\u200bb', 'printable'],
    ['a\u2028b', 'printable'],
    ['👨\u200d👩', 'printable, and U+200D is not'],
    ['\ud800', 'printable'],
    ['\ue000', 'printable'],
    [' a', 'space'],
    ['a ', 'space'],
    ['\u00a0a', 'space'],
    ['-x', 'option'],
    ['pods.json', 'registry'],
    ['pods.json.lock', 'registry'],
  ])('refuses %j and says why', (name, why) => {
    expect(newPodNameFault(name)).toContain(why);
  });

  it('never accepts what could not exist, and never puts a control character into its words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const fault = newPodNameFault(name);
        if (fault === null) expect(isPodName(name)).toBe(true);
        else expect(fault).not.toMatch(/[\u0000-\u001f\u007f]/);
      }),
    );
  });
});
