// What the user is asked, in place of the bar.
import { displayName } from '../../cells/displayText';
import { filledRow, span } from '../../cells/spans';
import { screenLayout } from '../frame/screenLayout';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import type { ConfirmOverlay } from './confirmState';

/** One row over the footer. */
export function confirmPane(moment: Moment, overlay: ConfirmOverlay): Drawn {
  const { theme } = moment.state;
  const { footer } = screenLayout(moment.state);
  const name = displayName(overlay.entry.id.name);
  const text = overlay.action === 'stop' ? `Stop ${name}? y/n` : `Remove ${name} for good? y/n`;
  const row = placed(moment, 'confirm', footer, [theme, text], () => [
    filledRow([span(` ${text} `, theme.selected)], footer.width, theme.text),
  ]);
  return drawn([row]);
}
