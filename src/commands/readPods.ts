// Every Pod there is now, for who loads it late: without what finds one and does something with it.
export { readPodList } from './findPod';
