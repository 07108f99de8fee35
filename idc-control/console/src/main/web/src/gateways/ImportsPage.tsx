import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../api/client';
import { useAsked, useListing } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Held, Peer, Status } from '../api/types';
import { Command } from '../parts/Command';
import { DeedDialog, type Deed } from '../parts/DeedDialog';
import { LongList } from '../parts/LongList';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import type { Column } from '../parts/rows';
import { Time } from '../parts/Time';
import { getCommand, plainCommand, releaseCommand, releaseSourceCommand } from '../say/command';
import { millis } from '../say/figures';
import { importsOf, type Offer } from '../services/belongs';
import type { Resource } from '../api/types';

const COLUMNS: Column<Offer>[] = [
  { title: 'Service', width: '28%', text: (row) => row.resource, cell: (row) => <Link to={`/imports/${encodeURIComponent(row.resource)}`}>{row.resource}</Link> },
  { title: 'IDC', width: '16%', text: (row) => row.idc },
  { title: 'Group', width: '14%', text: (row) => row.group },
  {
    title: 'Healthy',
    width: '16%',
    text: (row) => `${row.healthy} of ${row.declared}`,
    order: (row) => (row.declared === 0 ? 0 : row.healthy / row.declared),
    cell: (row) => (
      <Mark tone={row.healthy === row.declared ? 'good' : row.healthy === 0 ? 'bad' : 'warn'}>
        {row.healthy} of {row.declared}
      </Mark>
    ),
  },
  { title: 'Gateways', width: '26%', text: (row) => row.gateways.join(', ') },
];

const KEY = (row: Offer) => `${row.resource}/${row.group}`;

/** What other IDCs offer, how old that is, and what a guard holds back. */
export function ImportsPage() {
  const status = useAsked<Status>('/v1/status', 2_000);
  const imports = useListing<Resource>('imports', 10_000);
  const [deed, setDeed] = useState<Deed | null>(null);
  const offers = (imports.data?.items ?? []).flatMap((each) => importsOf(String(each.spec.service), [each]));
  const sources = (status.data?.sync.sources ?? []).filter((source) => source.workloads.length > 0);
  return (
    <Page title="Imports">
      {status.error ? <ProblemNote failed={status.error} /> : null}
      <div className="columns">
        {(status.data?.peers ?? []).map((peer) => (
          <OnePeer key={peer.idc} peer={peer} ask={setDeed} />
        ))}
        {sources.map((source) => (
          <Panel key={source.source} title={`Source of workloads ${source.source}`}>
            <Mark tone="warn">holds {source.workloads.length} removals</Mark>
            <ul>
              {source.workloads.slice(0, 20).map((each) => (
                <li key={each.name}>
                  {each.name}: {each.reason}
                </li>
              ))}
            </ul>
            <Release deed={releaseOfSource(source.source)} ask={setDeed} />
          </Panel>
        ))}
      </div>
      <div style={{ height: 16 }} />
      <Panel title="What they offer">{imports.data ? <LongList rows={offers} columns={COLUMNS} name="Imports" keyOf={KEY} /> : <Loader size="sm" aria-label="Loading" />}</Panel>
      <div className="stack">
        <Command command={plainCommand('sync status')} />
        <Command command={getCommand('imports')} />
      </div>
      {deed ? <DeedDialog deed={deed} close={() => setDeed(null)} /> : null}
    </Page>
  );
}

function OnePeer({ peer, ask }: { peer: Peer; ask: (deed: Deed) => void }) {
  const { link } = peer;
  return (
    <Panel title={peer.idc}>
      <div className="row">
        <Mark tone={link.connected ? 'good' : 'bad'}>{link.connected ? 'link live' : 'link cut'}</Mark>
        <Mark tone={peer.state === 'CONNECTED' ? 'good' : 'warn'}>{peer.state}</Mark>
      </div>
      <Facts
        facts={[
          ['Age', millis(link.ageMillis)],
          ['Lag', millis(link.lagMillis)],
          ['Last message', <Time at={peer.lastMessageUnixMillis} age />],
          ['Imports', String(peer.imports)],
          ...(peer.lastError ? ([['Last error', peer.lastError]] as [string, string][]) : []),
        ]}
      />
      {peer.held.length === 0 ? <p className="dim">No update is held.</p> : null}
      <ul className="plain-list">
        {peer.held.map((held) => (
          <li key={held.service}>
            <div className="row">
              <Mark tone="warn">held</Mark>
              <strong>{held.service || 'the list of its services'}</strong>
              <Time at={held.sinceUnixMillis} age />
            </div>
            <div>
              {held.guard}: {held.detail}
            </div>
            <Release deed={releaseOf(peer.idc, held)} ask={ask} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Release({ deed, ask }: { deed: Deed; ask: (deed: Deed) => void }) {
  const session = useSession();
  if (!may(session, 'release')) return null;
  return (
    <Button size="compact-sm" color="red" onClick={() => ask(deed)}>
      Release…
    </Button>
  );
}

function releaseOf(peer: string, held: Held): Deed {
  const name = held.service || peer;
  return {
    title: `Release what is held of ${peer}${held.service ? `/${held.service}` : ''}`,
    does: `The update that the guard ${held.guard} holds is applied: ${held.detail}. If the update is wrong, traffic loses what it removes.`,
    label: 'Release',
    danger: true,
    word: name,
    command: () => releaseCommand(peer, held.service),
    run: (_, approval) => call('/v1/sync/release', { method: 'POST', body: { peer, ...(held.service ? { service: held.service } : {}) }, ...(approval ? { approval } : {}) }),
  };
}

function releaseOfSource(source: string): Deed {
  return {
    title: `Release what the source ${source} holds`,
    does: 'The workloads that this source misses now are taken out.',
    label: 'Release',
    danger: true,
    word: source,
    command: () => releaseSourceCommand(source),
    run: (_, approval) => call('/v1/sync/release', { method: 'POST', body: { source }, ...(approval ? { approval } : {}) }),
  };
}
