// The widths of the picker's columns: whatever lists were drawn before, they are those of the rows at hand.
import fc from 'fast-check';
import { pickerTable } from '../../../src/dashboard/picker/pickerTable';
import { buildPodList, EMPTY_POD_LIST } from '../../../src/podList/buildPodList';
import { facts, storedPod } from '../../podList/facts';
import { NOW, scene } from '../scene';

const NAMES = ['a', 'longer-name', 'the-longest-name-of-all-of-these-names', 'näme', 'b', 'name-12-cells', 'wide-名前'];
const pods = NAMES.flatMap((name, at) => [
  storedPod(name),
  storedPod(`${name}-2`, {
    metadata: {
      kind: 'ok',
      active: null,
      launch: { kind: 'terminal', argv: ['sh'], cwd: `/w/${name.repeat(at % 3)}` },
    },
  }),
]);

test('they follow from the rows alone, not from what stood there before', () => {
  const lists = fc.array(fc.shuffledSubarray(pods, { minLength: 1 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lists, fc.constantFrom(200, 120, 78), (some, cells) => {
      let list = EMPTY_POD_LIST;
      for (const stored of some) {
        list = buildPodList(facts({ stored }), list);
        const state = { ...scene({}), list, userHome: '/u' };
        const drawn = pickerTable(list.entries, state, cells, NOW).columns;
        // Nothing is known of lists that were drawn for another home.
        pickerTable([], { ...state, userHome: '/other' }, cells, NOW);
        const fresh = pickerTable(list.entries, state, cells, NOW).columns;
        expect(drawn.map(({ width }) => width)).toEqual(fresh.map(({ width }) => width));
        pickerTable(list.entries, state, cells, NOW);
      }
    }),
  );
});
