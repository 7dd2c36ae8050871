// What the dashboard does for its user outside of any Pod: calls them, and lends them editor, pager and clipboard.
import { copyText } from '../actions/copyText';
import { createNotifier } from '../actions/createNotifier';
import { editText } from '../actions/editText';
import { readClipboardPicture } from '../actions/readClipboardPicture';
import { showText } from '../actions/showText';
import type { DashboardPorts } from '../dashboard/loop/ports';
import type { TerminalScreen } from '../dashboard/loop/terminalScreen';
import { describeAttention } from '../podList/describeAttention';
import type { PortsRequest } from './portsRequest';
import { settledPort } from './settledPort';

export function userPorts(
  { env, notify, copyCommand }: Pick<PortsRequest, 'env' | 'notify' | 'copyCommand'>,
  screen: Pick<TerminalScreen, 'bell' | 'copy'>,
): Pick<DashboardPorts, 'notify' | 'editText' | 'pastePicture' | 'showText' | 'copy'> {
  const notifier = createNotifier({ options: notify, env, ring: () => screen.bell(), now: Date.now });
  return {
    notify: async ({ key, id }, attention) => {
      const { kind } = attention;
      const notice = { podKey: key, podName: id.name, kind, reason: describeAttention(attention) };
      return settledPort(await notifier(notice));
    },
    editText: async (text) => {
      const edited = await editText(text, env);
      return edited.kind === 'done' ? edited : { kind: 'failed', message: edited.message };
    },
    pastePicture: async () => {
      const picture = await readClipboardPicture(env);
      return picture.kind === 'done'
        ? { kind: 'done', text: picture.file }
        : { kind: 'failed', message: picture.message };
    },
    showText: async (text) => settledPort(await showText(text, env)),
    copy: async (text) => {
      const toTerminal = (plain: string) => screen.copy(plain);
      const copied = await copyText({ text, env, command: copyCommand, toTerminal });
      return copied.kind === 'done' ? { kind: 'done', message: copied.said } : settledPort(copied);
    },
  };
}
