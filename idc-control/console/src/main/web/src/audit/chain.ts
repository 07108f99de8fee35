import type { AuditPage, AuditRecord } from '../api/types';

/**
 * The audit's hash chain, computed here: `h(n) = SHA-256(h(n-1) || bytes of record n)`, `h(0)` is 32 zero octets
 * (idc-control/server/docs/audit.md).
 */
export type Head = { sequence: number; hash: string };
export type Verdict =
  | { holds: true; records: number; from: number; head: Head; seen: Map<number, string> }
  | { holds: false; at: number; why: string };

export const ZERO = '0'.repeat(64);

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toHex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function next(previous: string, record: string): Promise<string> {
  const before = fromHex(previous);
  const bytes = fromBase64(record);
  const both = new Uint8Array(before.length + bytes.length);
  both.set(before);
  both.set(bytes, before.length);
  return toHex(await crypto.subtle.digest('SHA-256', both));
}

/** Follows the chain page by page. */
export class Chain {
  private hash: string;
  private sequence: number;
  private readonly first: number;
  private count = 0;
  readonly seen = new Map<number, string>();

  /** Begins after what was pruned; nothing before it can be proven here. */
  constructor(pruned: Head) {
    this.sequence = pruned.sequence;
    this.hash = pruned.sequence === 0 ? ZERO : pruned.hash;
    this.first = pruned.sequence + 1;
  }

  /** Returns what does not fit, or null. */
  async follow(records: AuditRecord[]): Promise<{ at: number; why: string } | null> {
    for (const record of records) {
      if (record.sequence !== this.sequence + 1) return { at: this.sequence + 1, why: `record ${this.sequence + 1} is missing: ${record.sequence} comes next` };
      if (!record.record || !record.hash) return { at: record.sequence, why: 'it has no bytes or no hash' };
      const computed = await next(this.hash, record.record);
      if (computed !== record.hash) return { at: record.sequence, why: `its hash is ${record.hash} (expected: ${computed})` };
      this.hash = computed;
      this.sequence = record.sequence;
      this.seen.set(this.sequence, this.hash);
      this.count++;
    }
    return null;
  }

  /** Ends at the head that the control plane says. */
  end(head: Head): Verdict {
    if (head.sequence !== this.sequence) return { holds: false, at: this.sequence + 1, why: `the chain ends with ${this.sequence}, its head says ${head.sequence}` };
    if (head.sequence > 0 && head.hash !== this.hash) return { holds: false, at: head.sequence, why: `the head says ${head.hash} (expected: ${this.hash})` };
    return { holds: true, records: this.count, from: this.first, head: { sequence: this.sequence, hash: this.hash }, seen: this.seen };
  }
}

export type Read = (from: number) => Promise<AuditPage>;

/** Verifies the whole chain that the control plane has; says how far it is. */
export async function verify(read: Read, progress: (done: number, of: number) => void): Promise<Verdict> {
  const newest = await read(0);
  const chain = new Chain(newest.pruned);
  let from = newest.pruned.sequence + 1;
  let head = newest.head;
  while (from > 0 && head.sequence >= from) {
    const page = await read(from);
    head = page.head;
    const fault = await chain.follow(page.records);
    if (fault) return { holds: false, ...fault };
    progress(page.records.at(-1)?.sequence ?? from, head.sequence);
    if (page.records.length === 0) break;
    from = page.next;
  }
  return chain.end(head);
}

/** Holds heads that others were told against the chain: names those that it does not go through. */
export function notPassed(seen: Map<number, string>, first: number, heads: Head[]): Head[] {
  return heads.filter((head) => head.sequence >= first && seen.get(head.sequence) !== head.hash);
}
