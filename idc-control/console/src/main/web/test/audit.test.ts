import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditPage, AuditRecord } from '../src/api/types';
import { notPassed, verify, ZERO } from '../src/audit/chain';
import { findAll, matches } from '../src/audit/search';

/** A chain as the control plane makes it, by another implementation of SHA-256 than the page's. */
function chainOf(count: number): AuditRecord[] {
  let before = Buffer.alloc(32);
  return Array.from({ length: count }, (_, index) => {
    const bytes = Buffer.from(`record ${index + 1}`);
    before = createHash('sha256').update(before).update(bytes).digest();
    return { sequence: index + 1, at: '', node: '', actor: 'alice', action: 'apply', result: 'done', hash: before.toString('hex'), record: bytes.toString('base64') };
  });
}

function readOf(records: AuditRecord[], change: Partial<AuditPage> = {}, size = 3) {
  const last = records.at(-1);
  const head = { sequence: last?.sequence ?? 0, hash: last?.hash ?? ZERO };
  return (from: number): Promise<AuditPage> => {
    const found = records.filter((record) => record.sequence >= from).slice(0, from === 0 ? 1 : size);
    const next = found.at(-1)?.sequence === head.sequence ? 0 : (found.at(-1)?.sequence ?? 0) + 1;
    return Promise.resolve({ head, pruned: { sequence: 0, hash: ZERO, record: 0 }, records: found, next: found.length === 0 ? 0 : next, ...change });
  };
}

const quiet = () => undefined;

describe('the chain', () => {
  it('holds over pages, and says its head', async () => {
    const records = chainOf(10);
    expect(await verify(readOf(records), quiet)).toMatchObject({ holds: true, records: 10, from: 1, head: { sequence: 10, hash: records[9]!.hash } });
    expect(await verify(readOf([]), quiet)).toMatchObject({ holds: true, records: 0 });
  });

  it('names the first record that was edited', async () => {
    const records = chainOf(10);
    records[4] = { ...records[4]!, record: Buffer.from('another').toString('base64') };
    expect(await verify(readOf(records), quiet)).toMatchObject({ holds: false, at: 5 });
  });

  it('names the first record that is missing, also at the end', async () => {
    const records = chainOf(10);
    expect(await verify(readOf(records.toSpliced(5, 1)), quiet)).toMatchObject({ holds: false, at: 6 });
    expect(await verify(readOf(records.slice(0, 8), { head: { sequence: 10, hash: records[9]!.hash! } }), quiet)).toMatchObject({ holds: false, at: 9 });
  });

  it('finds a head of another chain', async () => {
    expect(await verify(readOf(chainOf(3), { head: { sequence: 3, hash: 'f'.repeat(64) } }), quiet)).toMatchObject({ holds: false, at: 3 });
  });

  it('goes on after what was pruned', async () => {
    const records = chainOf(10);
    const pruned = { sequence: 6, hash: records[5]!.hash!, record: 9 };
    expect(await verify(readOf(records.slice(6), { pruned }), quiet)).toMatchObject({ holds: true, records: 4, from: 7 });
    expect(await verify(readOf(records.slice(6), { pruned: { ...pruned, hash: ZERO } }), quiet)).toMatchObject({ holds: false, at: 7 });
  });

  it('goes through what others were told, or names what it does not go through', async () => {
    const records = chainOf(4);
    const proven = await verify(readOf(records), quiet);
    if (!proven.holds) throw new Error('it holds');
    const told = { sequence: 2, hash: records[1]!.hash! };
    expect(notPassed(proven.seen, 1, [told])).toEqual([]);
    const forked = { sequence: 3, hash: 'f'.repeat(64) };
    const later = { sequence: 9, hash: 'a'.repeat(64) };
    expect(notPassed(proven.seen, 1, [told, forked, later])).toEqual([forked, later]);
    expect(notPassed(proven.seen, 4, [{ sequence: 2, hash: 'b'.repeat(64) }])).toEqual([]);
  });
});

describe('search', () => {
  it('finds all words in whatever is shown', () => {
    const record = { ...chainOf(1)[0]!, objects: [{ name: 'shifts/drgroup.core', revisionBefore: 0 }], reason: 'cooling' };
    expect(matches(record, 'ALICE core')).toBe(true);
    expect(matches(record, 'alice orders')).toBe(false);
    expect(matches(record, ' ')).toBe(true);
  });

  it('goes through the whole chain, and says when there is more than is shown', async () => {
    const records = chainOf(10).map((record) => ({ ...record, actor: record.sequence % 2 ? 'alice' : 'bob' }));
    const found = await findAll(readOf(records), 'bob', 100, quiet);
    expect([found.records.map((record) => record.sequence), found.searched, found.more]).toEqual([[2, 4, 6, 8, 10], 10, false]);
    expect(await findAll(readOf(records), 'bob', 2, quiet)).toMatchObject({ records: [{ sequence: 2 }, { sequence: 4 }], more: true });
    expect(await findAll(readOf([]), 'bob', 2, quiet)).toEqual({ records: [], searched: 0, more: false });
  });
});
