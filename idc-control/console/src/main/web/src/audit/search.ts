import type { AuditRecord } from '../api/types';

/** Returns whether a record has all words, in whatever is shown of it. */
export function matches(record: AuditRecord, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return true;
  const text = [record.sequence, record.at, record.node, record.actor, record.role, record.source, record.action, record.approver, record.reason, record.result, ...(record.objects ?? []).map((object) => object.name)]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
