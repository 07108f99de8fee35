import { Button } from '@mantine/core';
import { useState } from 'react';
import { ask, call } from '../api/client';
import { nodes } from '../api/nodes';
import type { AuditHeads, AuditPage } from '../api/types';
import { Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { count } from '../say/figures';
import { notPassed, verify, type Head, type Verdict } from './chain';

const PAGE = 1000;

type Witness = { label: string; heads: Head[] | null; lost: Head[] };

/** Proves the chain here, in the browser: the control plane's word is not needed for it. */
export function Verify() {
  const [at, setAt] = useState<{ done: number; of: number } | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [witnesses, setWitnesses] = useState<Witness[]>([]);
  const [failed, setFailed] = useState<unknown>(null);
  const able = typeof crypto !== 'undefined' && crypto.subtle !== undefined;
  const run = async () => {
    setFailed(null);
    setVerdict(null);
    setWitnesses([]);
    setAt({ done: 0, of: 0 });
    try {
      const proven = await verify((from) => call<AuditPage>(`/v1/audit?from=${from}&limit=${from === 0 ? 1 : PAGE}`), (done, of) => setAt({ done, of }));
      setVerdict(proven);
      if (proven.holds) setWitnesses(await heard(proven));
    } catch (why) {
      setFailed(why);
    } finally {
      setAt(null);
    }
  };
  return (
    <Panel title="Verify the chain">
      {able ? (
        <Button loading={at !== null} onClick={() => void run()}>
          Verify
        </Button>
      ) : (
        <p>This page came without TLS from another machine, so that the browser computes no hashes: use the command below.</p>
      )}
      <div role="status" style={{ marginTop: 8 }}>
        {at ? `record ${at.done} of ${at.of}` : ''}
      </div>
      {verdict ? <Said verdict={verdict} /> : null}
      {witnesses.map((witness) => (
        <WitnessLine key={witness.label} witness={witness} />
      ))}
      {failed ? <ProblemNote failed={failed} /> : null}
    </Panel>
  );
}

/** Asks other IDCs what this one has told them: who cuts the end off here cannot cut it off there. */
async function heard(proven: Verdict & { holds: true }): Promise<Witness[]> {
  const idc = (await call<AuditHeads>('/v1/audit/heads')).idc;
  const others = nodes.all().filter((node) => node.url !== nodes.current().url);
  return Promise.all(
    others.map(async (node) => {
      try {
        const told = await ask<AuditHeads>(node, '/v1/audit/heads');
        const heads = told.heads.filter((head) => head.idc === idc && head.current);
        return { label: node.label, heads, lost: notPassed(proven.seen, proven.from, heads) };
      } catch {
        return { label: node.label, heads: null, lost: [] };
      }
    }),
  );
}

function Said({ verdict }: { verdict: Verdict }) {
  if (!verdict.holds) {
    return (
      <div className="note tone-bad" role="alert">
        <strong>The chain does not hold at record {verdict.at}</strong>
        <p className="mono">{verdict.why}</p>
      </div>
    );
  }
  return (
    <div className="note tone-good" role="status">
      <strong>
        {count(verdict.records, 'record')} {verdict.records === 1 ? 'fits' : 'fit'}
        {verdict.from > 1 ? `, from record ${verdict.from} on: those before were pruned` : ''}
      </strong>
      <p>
        Head <span className="mono">{verdict.head.sequence}:{verdict.head.hash}</span>. Keep it where nobody of this IDC can write.
      </p>
    </div>
  );
}

function WitnessLine({ witness }: { witness: Witness }) {
  if (witness.heads === null) return <p>{witness.label} was not asked: it does not answer.</p>;
  if (witness.lost.length > 0) {
    return (
      <div className="note tone-bad" role="alert">
        <strong>
          {witness.label} knows heads that the chain does not go through: {witness.lost.map((head) => head.sequence).join(', ')}
        </strong>
      </div>
    );
  }
  return (
    <p>
      {witness.label} knows {count(witness.heads.length, 'head')} of it; the chain goes through all of them that it still has.
    </p>
  );
}
