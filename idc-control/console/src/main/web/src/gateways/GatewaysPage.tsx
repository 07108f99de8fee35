import { Loader } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAsked } from '../api/queries';
import type { Delivery, Status } from '../api/types';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { plainCommand } from '../say/command';
import { count, millis } from '../say/figures';
import { gatewaysOf, syncTone, typeName, type Gateway } from './sync';
import { Wide } from '../parts/Wide';

/** Every data plane that this node serves, by type: what it has, since when, and why it refused. */
export function GatewaysPage() {
  const { node } = useParams();
  const status = useAsked<Status>('/v1/status', 2_000);
  const delivery = useAsked<Delivery>('/v1/delivery', 2_000);
  const all = gatewaysOf(status.data?.dataPlanes ?? [], delivery.data);
  const shown = node ? all.filter((gateway) => gateway.node === node) : all;
  const well = all.filter((gateway) => gateway.state === 'SYNCED').length;
  return (
    <Page
      title={node ? `gateways/${node}` : 'Gateways'}
      beside={
        <>
          {status.data ? (
            <Mark tone={well === all.length ? 'good' : 'warn'}>
              {well} of {count(all.length, 'data plane')} in sync at {status.data.node}
            </Mark>
          ) : null}
          {node ? <Link to="/gateways">all gateways</Link> : null}
        </>
      }
    >
      {status.error ? <ProblemNote failed={status.error} /> : null}
      {status.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
      {node && status.data && shown.length === 0 ? <p>No data plane of that name is connected to {status.data.node}. Another control node may serve it.</p> : null}
      <Stragglers delivery={delivery.data} />
      {status.data && !node ? <Nodes status={status.data} /> : null}
      {shown.map((gateway) => (
        <OneGateway key={gateway.node} gateway={gateway} open={Boolean(node)} />
      ))}
      {node ? null : <Newest delivery={delivery.data} />}
      <div className="stack">
        <Command command={plainCommand('status')} />
        <Command command={plainCommand('delivery')} />
      </div>
    </Page>
  );
}

function Stragglers({ delivery }: { delivery: Delivery | undefined }) {
  const late = delivery?.stragglers ?? [];
  if (late.length === 0) return null;
  return (
    <Panel title="Stragglers: they owe an Ack for more than 5 s">
      <ul className="plain-list">
        {late.map((each) => (
          <li key={each.node} className="row">
            <Link to={`/gateways/${encodeURIComponent(each.node)}`}>{each.node}</Link>
            <Mark tone="warn">waits for {millis(each.waitedMillis)}</Mark>
            <span>
              revision {each.revision}, {count(each.revisions, 'revision')} behind
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Nodes({ status }: { status: Status }) {
  return (
    <Panel title="Control nodes of this IDC">
      <ul className="plain-list">
        {status.nodes.map((each) => (
          <li key={each.node} className="row">
            <strong>{each.node}</strong>
            {each.self ? <Mark tone="busy">answers now</Mark> : null}
            <span className="mono">{each.api}</span>
            <span>Acked revision {each.ackedRevision}</span>
            {each.behind.length > 0 ? <Mark tone="warn">behind: {each.behind.join(', ')}</Mark> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OneGateway({ gateway, open }: { gateway: Gateway; open: boolean }) {
  return (
    <Panel>
      <div className="row">
        <h2 style={{ margin: 0 }}>
          <Link to={`/gateways/${encodeURIComponent(gateway.node)}`}>{gateway.node}</Link>
        </h2>
        <Mark tone={syncTone(gateway.state)}>{gateway.state}</Mark>
        <span className="dim">
          {gateway.role}, connected <Time at={gateway.connectedSince} age />
        </span>
        {gateway.waitedMillis === null ? null : <Mark tone="warn">owes an Ack for {millis(gateway.waitedMillis)}</Mark>}
      </div>
      <Wide name="State by type">
        <table className="list">
          <thead>
            <tr>
              <th scope="col">Type</th>
              <th scope="col">State</th>
              <th scope="col">Resources</th>
              <th scope="col">Version</th>
              <th scope="col">Acked</th>
            </tr>
          </thead>
          <tbody>
            {gateway.types.map((type) => (
              <tr key={type.type}>
                <td title={type.type}>{typeName(type.type)}</td>
                <td>
                  <Mark tone={syncTone(type.state)}>{type.state}</Mark>
                  {type.lastNack ? <div className="mono">refused: {type.lastNack}</div> : null}
                </td>
                <td className="number">{type.resources}</td>
                <td className="mono" title={type.version}>
                  {open ? type.version : type.version.slice(0, 12)}
                </td>
                <td>
                  <Time at={type.ackedUnixMillis} age />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Panel>
  );
}

function Newest({ delivery }: { delivery: Delivery | undefined }) {
  const newest = delivery?.revisions.at(-1);
  if (!newest) return null;
  const { ackMillis } = newest;
  return (
    <Panel title="The newest revision that changed anything for a data plane">
      <Facts
        facts={[
          ['Revision', String(newest.revision)],
          ['Came', <Time at={newest.eventUnixMillis} age />],
          ['Acked', `${newest.acked} of ${newest.clients}, ${newest.nacked} refused, ${newest.pending} pending`],
          ['Until 50 / 95 / 99 / 100 % had it', [ackMillis.p50, ackMillis.p95, ackMillis.p99, ackMillis.p100].map(millis).join(' / ')],
          ...(newest.refusedBy.length > 0 ? ([['Refused by', newest.refusedBy.join('; ')]] as [string, string][]) : []),
          ...(newest.pendingAt.length > 0 ? ([['Pending at', newest.pendingAt.join(', ')]] as [string, string][]) : []),
        ]}
      />
    </Panel>
  );
}
