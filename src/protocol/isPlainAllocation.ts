// A record of the registry as podwatch writes it, read without the schemas: commands look one up before they do anything else.
import { isPathId } from './parsed';
import { isKeptWhole, isText, isTextOrNull, type JsonFields } from './plainFields';
import { isPodName } from './podName';
import type { Allocation } from './registrySchemas';
import { socketFault } from './socketPath';

/** The schema would give the same. False: only the schema can tell, or say what is wrong with it. */
export function isPlainAllocation(record: unknown): record is Allocation {
  if (!isKeptWhole(record)) return false;
  const { pod_name, pid, socket, start_time = null, boot_id = null } = record;
  return (
    isText(pod_name) &&
    isPodName(pod_name) &&
    Number.isInteger(pid) &&
    isText(socket) &&
    socketFault(socket) === null &&
    isWholeScope(record) &&
    isTextOrNull(start_time) &&
    isTextOrNull(boot_id)
  );
}

/** All of what the schema would fill in is there. */
function isWholeScope({ scope_allow, scope_deny, delegated_from, segment_id }: JsonFields): boolean {
  return (
    areRules(scope_allow) &&
    areRules(scope_deny) &&
    isTextOrNull(delegated_from) &&
    (segment_id === null || isPathId(segment_id))
  );
}

function areRules(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRule);
}

function isRule(rule: unknown): boolean {
  if (!isKeptWhole(rule)) return false;
  const { target, permission, recursive } = rule;
  return isText(target) && (permission === 'read' || permission === 'write') && typeof recursive === 'boolean';
}
