// A thread that searches pieces of files: orders come as messages, results go back the same way.
import { parentPort, workerData } from 'node:worker_threads';
import { PieceSearch } from './pieceSearch';
import type { SearchPattern } from './searchPattern';
import type { PieceOrder } from './searchTypes';

const pattern: SearchPattern = workerData;
const search = new PieceSearch(pattern);

parentPort?.on('message', (orders: readonly PieceOrder[]) => {
  parentPort?.postMessage(orders.map((order) => search.search(order)));
});
