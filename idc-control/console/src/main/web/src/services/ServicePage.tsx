import { Loader } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAsked, useListing } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Resource } from '../api/types';
import { addressOf, at, groupNames, words } from '../objects/columns';
import { Tree } from '../objects/Tree';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { getCommand, plainCommand } from '../say/command';
import { percent, rate } from '../say/figures';
import { importsOf, workloadsOf } from './belongs';
import { Wide } from '../parts/Wide';

type Load = { services: { service: string; requestsPerSecond: number; errorsPerSecond: number; targets: { idc: string; requestsPerSecond: number; errorsPerSecond: number; inFlight: number }[] }[] };

/** A Service: its Groups, its own workloads, and what other IDCs offer of it. */
export function ServicePage() {
  const { name = '' } = useParams();
  const session = useSession();
  const service = useAsked<Resource>(`/v1/services/${encodeURIComponent(name)}`, 10_000);
  const load = useAsked<Load>(`/v1/load?service=${encodeURIComponent(name)}`, 2_000);
  return (
    <Page title={`services/${name}`} beside={<Link to="/services">all services</Link>}>
      {service.error ? <ProblemNote failed={service.error} /> : null}
      {service.data ? (
        <div className="stack">
          <Panel>
            <Facts
              facts={[
                ['Hosts', words(at(service.data, 'hosts'))],
                ['DrGroup', at(service.data, 'drGroup') ? <Link to={`/drgroups/${words(at(service.data, 'drGroup'))}`}>{words(at(service.data, 'drGroup'))}</Link> : 'none'],
                ['Groups', groupNames(service.data).join(', ')],
                ['Revision', service.data.metadata.revision ?? '–'],
              ]}
            />
            <p>
              <Link to={`/explain?host=${encodeURIComponent(words(at(service.data, 'hosts')).split(', ')[0] ?? '')}`}>Explain a request</Link>{' '}
              {may(session, 'switch', words(at(service.data, 'drGroup')) || undefined) ? <Link to={`/switchovers/new?service=${encodeURIComponent(name)}`}>plan a switch-over</Link> : null}
            </p>
          </Panel>
          <Panel title="Answered by">
            <Targets load={load.data} />
          </Panel>
          <Workloads service={service.data} />
          <Imports name={name} />
          <Panel title="What was written (spec)">
            <Tree value={service.data.spec} name="spec" />
          </Panel>
        </div>
      ) : service.error ? null : (
        <Loader size="sm" aria-label="Loading" />
      )}
      <div className="stack">
        <Command command={getCommand('services', name, 'yaml')} />
        <Command command={plainCommand('load')} />
      </div>
    </Page>
  );
}

function Targets({ load }: { load: Load | undefined }) {
  const targets = load?.services[0]?.targets ?? [];
  if (targets.length === 0) return <p className="dim">No gateway that reports to this node has sent it a request lately.</p>;
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">IDC</th>
          <th scope="col">Requests</th>
          <th scope="col">Success</th>
          <th scope="col">In flight</th>
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => (
          <tr key={target.idc}>
            <td>{target.idc}</td>
            <td className="number">{rate(target.requestsPerSecond)}/s</td>
            <td className="number">{percent(target.requestsPerSecond > 0 ? 100 - (100 * target.errorsPerSecond) / target.requestsPerSecond : null)}</td>
            <td className="number">{target.inFlight}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Workloads({ service }: { service: Resource }) {
  const all = useListing('workloads', 5_000);
  const own = workloadsOf(service, all.data?.items ?? []);
  return (
    <Panel title="Workloads in this IDC">
      {all.error ? <ProblemNote failed={all.error} /> : null}
      <Wide name="Workloads">
        <table className="list">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Group</th>
              <th scope="col">Cluster</th>
              <th scope="col">Address</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {own.slice(0, 200).map((workload) => (
              <tr key={workload.metadata.name}>
                <td>
                  <Link to={`/workloads/${encodeURIComponent(workload.metadata.name)}`}>{workload.metadata.name}</Link>
                </td>
                <td>{words(at(workload, 'group')) || 'default'}</td>
                <td>{words(at(workload, 'cluster'))}</td>
                <td className="mono">{addressOf(workload)}</td>
                <td>
                  <Mark tone={words(at(workload, 'state')) === 'DOWN' ? 'bad' : words(at(workload, 'state')) === 'DRAINING' ? 'warn' : 'good'}>{words(at(workload, 'state')) || 'UP'}</Mark>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {own.length === 0 ? <p className="dim">None.</p> : null}
      {own.length > 200 ? (
        <p>
          {own.length} in all: <Link to={`/workloads?q=${encodeURIComponent(service.metadata.name)}`}>search them</Link>
        </p>
      ) : null}
    </Panel>
  );
}

function Imports({ name }: { name: string }) {
  const all = useListing('imports', 5_000);
  const own = importsOf(name, all.data?.items ?? []);
  return (
    <Panel title="What other IDCs offer of it">
      <Wide name="Imports">
        <table className="list">
          <thead>
            <tr>
              <th scope="col">IDC</th>
              <th scope="col">Group</th>
              <th scope="col">Healthy</th>
              <th scope="col">Capacity</th>
              <th scope="col">Demand there</th>
              <th scope="col">By gateways</th>
            </tr>
          </thead>
          <tbody>
            {own.map((each) => (
              <tr key={`${each.idc}/${each.group}`}>
                <td>
                  <Link to={`/imports/${encodeURIComponent(each.resource)}`}>{each.idc}</Link>
                </td>
                <td>{each.group}</td>
                <td>
                  <Mark tone={each.healthy === each.declared ? 'good' : each.healthy === 0 ? 'bad' : 'warn'}>
                    {each.healthy} of {each.declared}
                  </Mark>
                </td>
                <td className="number">{each.capacity ? `${rate(each.capacity)}/s` : '–'}</td>
                <td className="number">{each.demand ? `${rate(each.demand)}/s` : '–'}</td>
                <td>{each.gateways.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {own.length === 0 ? <p className="dim">No other IDC exports it here.</p> : null}
    </Panel>
  );
}
