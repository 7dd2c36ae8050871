// Why something is not reached, and what to do, as sentences for people.
import { displayText } from '../cells/displayText';
import type { HostFault } from './hostFault';

export function hostFaultSentence({ problem, advice }: Pick<HostFault, 'problem' | 'advice'>): string {
  const words = displayText(problem);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.${advice === null ? '' : ` ${displayText(advice)}`}`;
}
