// The schema of a socket path from a file or a message of others.
import * as v from 'valibot';
import { socketFault } from './socketPath';

export const socketPathSchema = v.pipe(
  v.string('its socket path is not a text'),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? socketFault(dataset.value) : null;
    if (fault !== null) addIssue({ message: fault });
  }),
);
