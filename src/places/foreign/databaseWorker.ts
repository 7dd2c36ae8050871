// A thread that reads the tools' databases: orders come as messages, answers go back the same way.
import { parentPort } from 'node:worker_threads';
import { carryOut, type DatabaseOrder, faultyAnswer, fileOf } from './databaseOrder';
import { FOREIGN_TOOLS } from './foreignTools';

parentPort?.on('message', ({ id, order }: { readonly id: number; readonly order: DatabaseOrder }) => {
  const tool = FOREIGN_TOOLS.find(({ name }) => name === order.tool);
  const answer = tool === undefined ? faultyAnswer(fileOf(order), 'its tool is not known') : carryOut(tool, order);
  parentPort?.postMessage({ id, answer });
});
