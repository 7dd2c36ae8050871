// What stands where there is nothing to show: that it is still being read, or what to do next.

import { rowOf } from '../../cells/spans';
import { wrapText } from '../../cells/wrapSpans';
import { centred } from '../kit/box';
import type { Placement } from '../kit/frame';
import { keyOfIntent } from '../loop/keyRow';
import { type Moment, placed } from '../loop/moment';
import type { DashboardState } from '../loop/state';
import { isScoped, listEntries } from '../scope/scopeSelectors';
import { screenLayout } from './screenLayout';

function words(state: DashboardState): readonly string[] {
  const start = keyOfIntent(state.keymap, 'newPod');
  if (isScoped(state) && state.list.entries.length > 0) {
    // The grid has tiles for live Pods only.
    const fitting = listEntries(state).length > 0 ? 'None of the Pods that fit is live.' : 'No Pod fits.';
    const output = state.scope.searching ? keyOfIntent(state.keymap, 'searchOutput') : null;
    const more = output === null ? [] : [`${output} looks for it in all that Pods have printed.`];
    return [fitting, ...more, 'Esc shows all Pods again.'];
  }
  if (state.list.loading) return ['Reading Pods…'];
  if (state.list.entries.length > 0) {
    const list = keyOfIntent(state.keymap, 'togglePicker');
    const hints = [
      ...(list === null ? [] : [`${list} for the list of stopped Pods`]),
      ...(start === null ? [] : [`${start} to start a new one`]),
    ];
    return ['No Pod is live.', ...(hints.length === 0 ? [] : [`Press ${hints.join(', or ')}.`])];
  }
  const press = start === null ? 'Run' : `Press ${start} to start one, or run`;
  return ['No Pods yet.', `${press}: podwatch run NAME -- COMMAND`];
}

/** A few centred lines in the whole body. */
export function emptyPane(moment: Moment): readonly Placement[] {
  const area = screenLayout(moment.state).body;
  const text = words(moment.state);
  const { theme } = moment.state;
  const lines = placed(moment, 'empty', area, [theme, ...text], () => {
    const room = Math.max(2, area.width - 4);
    const wrapped = text.flatMap((line) => wrapText(line, room));
    const above = Math.max(0, Math.floor((area.height - wrapped.length) / 2));
    const blank = Array.from({ length: above }, () => []);
    return [...blank, ...wrapped.map((line) => rowOf([centred(line, area.width, theme.text)], area.width))];
  });
  return [lines];
}
