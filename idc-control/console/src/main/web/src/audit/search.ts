import type { AuditPage, AuditRecord } from '../api/types';

/** Returns whether a record has all words, in whatever is shown of it. */
export function matches(record: AuditRecord, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return true;
  const text = [record.sequence, record.at, record.node, record.actor, record.role, record.source, record.action, record.approver, record.reason, record.result, ...(record.objects ?? []).map((object) => object.name)]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

export type Found = { records: AuditRecord[]; searched: number; more: boolean };

/** Searches the whole chain, the oldest first, until there are as many as `most`. */
export async function findAll(read: (from: number) => Promise<AuditPage>, search: string, most: number, progress: (done: number, of: number) => void): Promise<Found> {
  const found: AuditRecord[] = [];
  let searched = 0;
  let from = (await read(0)).pruned.sequence + 1;
  while (from > 0) {
    const page = await read(from);
    for (const record of page.records) {
      searched++;
      if (!matches(record, search)) continue;
      if (found.length === most) return { records: found, searched, more: true };
      found.push(record);
    }
    progress(page.records.at(-1)?.sequence ?? 0, page.head.sequence);
    from = page.records.length === 0 ? 0 : page.next;
  }
  return { records: found, searched, more: false };
}
