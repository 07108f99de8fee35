import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '../api/client';
import { useAsked } from '../api/queries';
import type { AuditHeads, AuditPage as Records, AuditRecord } from '../api/types';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { plainCommand } from '../say/command';
import { findAll, matches, type Found } from './search';
import { Verify } from './Verify';
import { Wide } from '../parts/Wide';

const PAGE = 200;

/** What operators did: searched, and its hash chain proven by the page itself. */
export function AuditPage() {
  const [params, setParams] = useSearchParams();
  const refused = params.get('show') === 'refused';
  const from = Number(params.get('from') ?? 0);
  const search = params.get('q') ?? '';
  const change = (name: string, value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  return (
    <Page title="Audit">
      <Verify />
      <Panel>
        <div className="row end" style={{ marginBottom: 10 }}>
          <SegmentedControl
            aria-label="Which records"
            value={refused ? 'refused' : 'done'}
            onChange={(show) => change('show', show === 'refused' ? show : '')}
            data={[
              { value: 'done', label: 'What was done' },
              { value: 'refused', label: 'What was refused' },
            ]}
          />
          <TextInput label="Search these records" type="search" value={search} onChange={(event) => change('q', event.currentTarget.value)} style={{ minWidth: 280 }} />
          {refused ? null : <From from={from} change={(sequence) => change('from', sequence > 0 ? String(sequence) : '')} />}
        </div>
        {refused ? <Refusals search={search} /> : <Done from={from} search={search} />}
      </Panel>
      <Heads />
      <div className="stack">
        <Command command={plainCommand(refused ? 'audit list --refused' : from > 0 ? `audit list --from ${from} -n ${PAGE}` : `audit list -n ${PAGE}`)} />
        <Command command={plainCommand('audit verify')} note="It also looks at the fields that are shown against the bytes that are hashed, and at other IDCs by --witness." />
      </div>
    </Page>
  );
}

function From({ from, change }: { from: number; change: (sequence: number) => void }) {
  return (
    <>
      <Button variant="default" onClick={() => change(0)} disabled={from === 0}>
        Newest
      </Button>
      <TextInput
        label="From record"
        value={from === 0 ? '' : String(from)}
        onChange={(event) => change(Number(event.currentTarget.value.replace(/\D/g, '')) || 0)}
        placeholder="newest"
        style={{ width: 110 }}
      />
    </>
  );
}

function Done({ from, search }: { from: number; search: string }) {
  return (
    <>
      {search.trim() === '' ? null : <Everywhere key={search} search={search} />}
      <Part from={from} search={search} />
    </>
  );
}

/** The search above is of what is shown; this one reads the whole chain. */
function Everywhere({ search }: { search: string }) {
  const [at, setAt] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const run = async () => {
    setFailed(null);
    setAt('reading');
    try {
      setFound(await findAll((from) => call<Records>(`/v1/audit?from=${from}&limit=${from === 0 ? 1 : 1000}`), search, 500, (done, of) => setAt(`record ${done} of ${of}`)));
    } catch (why) {
      setFailed(why);
    } finally {
      setAt('');
    }
  };
  return (
    <div className="stack" style={{ marginBottom: 12 }}>
      <div className="row">
        <Button variant="default" loading={at !== ''} onClick={() => void run()}>
          Search the whole chain
        </Button>
        <span role="status">{at}</span>
      </div>
      {failed ? <ProblemNote failed={failed} /> : null}
      {found ? (
        <div>
          <strong>
            Found in the whole chain{found.more ? ' (the first 500)' : ''}: {found.records.length} of {found.searched} records that were read
          </strong>
          <Table records={found.records} search="" />
          <strong>In the records from above</strong>
        </div>
      ) : null}
    </div>
  );
}

function Part({ from, search }: { from: number; search: string }) {
  const asked = useAsked<Records>(`/v1/audit?from=${from}&limit=${PAGE}`, from === 0 ? 5_000 : false);
  if (asked.error) return <ProblemNote failed={asked.error} />;
  return <Table records={asked.data?.records ?? []} search={search} />;
}

function Refusals({ search }: { search: string }) {
  const asked = useAsked<{ records: AuditRecord[] }>('/v1/audit/refused', 5_000);
  if (asked.error) return <ProblemNote failed={asked.error} />;
  return <Table records={asked.data?.records ?? []} search={search} />;
}

function Table({ records, search }: { records: AuditRecord[]; search: string }) {
  const shown = records.filter((record) => matches(record, search)).reverse();
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Wide name="Records">
      <p className="dim" role="status">
        {shown.length} of {records.length} records
      </p>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">At</th>
            <th scope="col">Who</th>
            <th scope="col">Action</th>
            <th scope="col">Objects</th>
            <th scope="col">Result</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((record, index) => (
            <Row key={`${record.sequence} ${index}`} record={record} open={open === record.sequence} toggle={() => setOpen(open === record.sequence ? null : record.sequence)} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Row({ record, open, toggle }: { record: AuditRecord; open: boolean; toggle: () => void }) {
  return (
    <>
      <tr>
        <td>
          <Button size="compact-xs" variant="default" aria-expanded={open} onClick={toggle}>
            {record.sequence}
          </Button>
        </td>
        <td>
          <Time at={record.at} />
        </td>
        <td>
          {record.actor}
          {record.role ? <div className="dim">{record.role}</div> : null}
        </td>
        <td>{record.action}</td>
        <td>{(record.objects ?? []).map((object) => object.name).join(', ')}</td>
        <td>{record.result === 'done' ? <Mark tone="good">done</Mark> : record.result}</td>
        <td>{record.reason}</td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={7}>
            <Facts
              facts={[
                ['Node', record.node],
                ['From', record.source || 'the system itself'],
                ['Revision', String(record.revision ?? '–')],
                ...(record.approver ? ([['Approved by', record.approver]] as [string, string][]) : []),
                ...(record.planHash ? ([['Plan', record.planHash]] as [string, string][]) : []),
                ...(record.hash ? ([['Hash', <span className="mono">{record.hash}</span>]] as [string, React.ReactNode][]) : []),
              ]}
            />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Heads() {
  const asked = useAsked<AuditHeads>('/v1/audit/heads', 10_000);
  const heads = asked.data?.heads ?? [];
  const faults = Object.entries(asked.data?.faults ?? {});
  const newest = new Map(heads.filter((head) => head.current).map((head) => [head.idc, head]));
  return (
    <Panel title="Where the audits of other IDCs ended, as they told this one">
      {faults.map(([idc, fault]) => (
        <div key={idc} className="note tone-bad" role="alert">
          <strong>The audit of {idc} does not go on from what it told before</strong>
          <p>{fault}</p>
        </div>
      ))}
      {newest.size === 0 ? <p className="dim">None has told it.</p> : null}
      <ul className="plain-list">
        {[...newest.values()].map((head) => (
          <li key={head.idc} className="row">
            <strong>{head.idc}</strong>
            <span>record {head.sequence}</span>
            <span className="mono">{head.hash}</span>
            <Time at={head.atUnixMillis} age />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
