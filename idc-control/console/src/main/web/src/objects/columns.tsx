import { Link } from 'react-router';
import type { Resource } from '../api/types';
import type { Column } from '../parts/rows';

/** A value of a spec, whatever it is: missing ones are empty. */
export function at(resource: Resource, ...path: string[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), resource.spec);
}

export function words(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(words).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${words(each)}`)
      .join(', ');
  }
  return String(value);
}

function nameColumn(plural: string): Column<Resource> {
  return {
    title: 'Name',
    width: '30%',
    text: (row) => row.metadata.name,
    cell: (row) => <Link to={`/${plural}/${encodeURIComponent(row.metadata.name)}`}>{row.metadata.name}</Link>,
  };
}

function of(title: string, width: string, ...path: string[]): Column<Resource> {
  return { title, width, text: (row) => words(at(row, ...path)) };
}

function matchWords(row: Resource): string {
  const matches = at(row, 'matches');
  if (!Array.isArray(matches)) return 'everything';
  return matches
    .map((match: Record<string, unknown>) => [match.method, words(match.path), words(match.headers)].filter(Boolean).join(' '))
    .join(' or ');
}

function targetWords(row: Resource): string {
  const groups = at(row, 'groups');
  if (!Array.isArray(groups)) return words(at(row, 'redirect')) ? 'redirect' : '';
  return groups.map((group: Record<string, unknown>) => `${words(group.service)}/${words(group.group)} ${words(group.weight)}`).join(', ');
}

const KINDS: Record<string, Column<Resource>[]> = {
  services: [of('Hosts', '32%', 'hosts'), of('DrGroup', '16%', 'drGroup'), { title: 'Groups', width: '22%', text: (row) => groupNames(row).join(', ') }],
  workloads: [of('Service', '18%', 'service'), of('Group', '12%', 'group'), of('Cluster', '16%', 'cluster'), { title: 'Address', width: '14%', text: addressOf }, of('State', '10%', 'state')],
  routes: [of('Hosts', '22%', 'hosts'), { title: 'Matches', width: '26%', text: matchWords }, { title: 'Goes to', width: '22%', text: targetWords }],
  drgroups: [of('IDCs, in order', '40%', 'idcs'), of('At least active', '15%', 'minActive'), of('Limits', '15%', 'limits')],
  idcs: [of('Region', '15%', 'region'), of('Center', '15%', 'center'), of('Capacity, requests/s', '18%', 'capacity'), of('Gateways', '22%', 'gateways')],
  clusters: [of('IDC', '35%', 'idc'), of('Role', '35%', 'role')],
};

const OF_KIND = new Map(Object.entries(KINDS).map(([plural, columns]) => [plural, [nameColumn(plural), ...columns]]));

/** The same array for a kind every time: lists remember by it what they have searched. */
export function columnsOf(plural: string): Column<Resource>[] {
  return OF_KIND.get(plural)!;
}

export function groupNames(service: Resource): string[] {
  const groups = at(service, 'groups');
  if (Array.isArray(groups)) return groups.map((group: Record<string, unknown>) => words(group.name ?? group.group));
  if (typeof groups === 'object' && groups !== null) return Object.keys(groups);
  return ['default'];
}

export function addressOf(workload: Resource): string {
  const port = words(at(workload, 'port'));
  const address = words(at(workload, 'address'));
  return port ? `${address}:${port}` : address;
}
