import type { DataPlane, Delivery } from '../api/types';
import type { Tone } from '../say/figures';

/** One data plane with all of its types. */
export type Gateway = { node: string; role: string; connectedSince: number | null; types: DataPlane[]; state: 'SYNCED' | 'STALE' | 'NACKED'; waitedMillis: number | null };

/** Returns the data planes of a node, the sick ones first. */
export function gatewaysOf(dataPlanes: DataPlane[], delivery: Delivery | undefined): Gateway[] {
  const byNode = new Map<string, DataPlane[]>();
  for (const plane of dataPlanes) byNode.set(plane.node, [...(byNode.get(plane.node) ?? []), plane]);
  const late = new Map((delivery?.stragglers ?? []).map((straggler) => [straggler.node, straggler.waitedMillis]));
  return [...byNode]
    .map(([node, types]) => ({
      node,
      role: types[0]!.role,
      connectedSince: types[0]!.connectedSinceUnixMillis,
      types,
      state: stateOf(types),
      waitedMillis: late.get(node) ?? null,
    }))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.node.localeCompare(b.node));
}

const ORDER = ['NACKED', 'STALE', 'SYNCED'];

function stateOf(types: DataPlane[]): Gateway['state'] {
  if (types.some((type) => type.state === 'NACKED')) return 'NACKED';
  return types.some((type) => type.state !== 'SYNCED') ? 'STALE' : 'SYNCED';
}

export function syncTone(state: string): Tone {
  return state === 'SYNCED' ? 'good' : state === 'NACKED' ? 'bad' : state === 'STALE' ? 'warn' : 'unknown';
}

/** The short name of an xDS type, as in `EDS`. */
export function typeName(type: string): string {
  const last = type.split(/[./]/).at(-1) ?? type;
  const known: Record<string, string> = { Cluster: 'CDS', ClusterLoadAssignment: 'EDS', Listener: 'LDS', RouteConfiguration: 'RDS' };
  return known[last] ?? last;
}
