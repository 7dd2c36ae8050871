// The head of a group, as rows and tiles have it: where it is, how many live, who needs the user, what is marked.
import { cutText, textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, span } from '../../cells/spans';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import type { PodGroup } from '../../podList/groupPods';
import { shortDirectory } from '../../podList/shortDirectory';
import type { SummarizedHost } from '../../podList/summarizePods';
import type { DashboardState } from '../loop/state';

/** Of a branch at most so many cells. */
const BRANCH_CELLS = 24;
/** Where the head says where it is, it has at least so many cells for it. */
const PLACE_CELLS = 8;

export interface GroupHead {
  readonly place: string;
  /** `2 live · 1 stopped`. */
  readonly counts: string;
  readonly calls: string;
  /** What is checked out there; empty: nothing, or it is not known. */
  readonly branch: string;
}

/** What the head says, safe to show. */
export function groupHead(state: DashboardState, group: PodGroup): GroupHead {
  const { userHome, groups, composer } = state;
  if (group.host !== undefined) return hostHead(group.host, group.calls);
  const { directory, live, calls, entries } = group;
  const rest = entries.length - live;
  const stopped = entries.filter((entry) => entry.state === 'stopped').length;
  const marked = entries.filter(({ key }) => composer.marks.has(key)).length;
  const branch = groups.by === 'directory' && directory !== null ? groups.repositories.get(directory)?.branch : null;
  const parts = [
    live === 0 ? '' : `${live} live`,
    rest === 0 ? '' : `${rest} ${stopped === rest ? 'stopped' : 'not live'}`,
    marked === 0 ? '' : `${marked} marked`,
  ];
  return {
    place: directory === null ? 'directory not known' : displayText(shortDirectory(directory, userHome)),
    counts: parts.filter((part) => part !== '').join(' · '),
    branch: branch == null ? '' : cutText(displayText(branch), BRANCH_CELLS, 'middle'),
    calls: callsText(calls),
  };
}

/** Of a host whose Pods are not in the list. */
function hostHead({ fact, summary }: SummarizedHost, calls: number): GroupHead {
  const { pods, live } = summary;
  const isLost = fact.state === 'lost' || fact.state === 'needs-you';
  const parts = [
    isLost ? 'not reached' : fact.state === 'stalled' ? 'silent' : '',
    live === 0 ? '' : `${live} live`,
    // What of a lost one lives is not known.
    pods === live ? (pods === 0 ? 'no Pods' : '') : isLost ? `${pods} Pods` : `${pods - live} stopped`,
  ];
  return {
    place: displayText(fact.name),
    counts: parts.filter((part) => part !== '').join(' · '),
    branch: '',
    calls: callsText(calls),
  };
}

function callsText(calls: number): string {
  return calls === 0 ? '' : `${ATTENTION_MARK} ${calls} need${calls === 1 ? 's' : ''} you`;
}

/** One row of `width` cells: `> ▸ ~/src/app  ▲ 1 needs you  3 live · 2 stopped · main ───`. */
export function groupHeadRow(
  { theme }: Pick<DashboardState, 'theme'>,
  { place, counts, calls, branch }: GroupHead,
  isFolded: boolean,
  isSelected: boolean,
  width: number,
): ScreenRow {
  const styled = (own: typeof theme.text) => (isSelected ? theme.selected : own);
  const mark = `${isSelected ? '>' : ' '} ${isFolded ? '▸' : '▾'} `;
  const call = calls === '' ? '' : `  ${calls}`;
  const rest = textWidth(mark) + textWidth(call) + textWidth(counts) + 3;
  const where = cutText(place, Math.max(PLACE_CELLS, width - rest), 'start');
  const needed = rest + textWidth(where);
  // The branch only where all of it has room.
  const tail = branch !== '' && needed + textWidth(branch) + 3 <= width ? ` · ${branch}` : '';
  return filledRow(
    [
      span(mark, styled(theme.key)),
      span(where, styled(theme.strong)),
      span(call, styled(theme.attention)),
      span(`  ${counts}${tail} `, styled(theme.dim)),
      span('─'.repeat(Math.max(0, width - needed - textWidth(tail))), styled(theme.border)),
    ],
    width,
    styled(theme.text),
  );
}
