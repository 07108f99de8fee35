import type { Resource } from '../api/types';

type Labels = Record<string, string>;

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Returns the workloads of a Service: those that name it, and those that its labels select. */
export function workloadsOf(service: Resource, workloads: Resource[]): Resource[] {
  const name = service.metadata.name;
  const selector = Object.entries(record(service.spec.selector)) as [string, string][];
  return workloads.filter((workload) => {
    if (workload.spec.service === name) return true;
    const labels = { ...(workload.metadata.labels ?? {}), ...(record(workload.spec.labels) as Labels) };
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
  });
}

export type Offer = { resource: string; idc: string; group: string; declared: number; healthy: number; capacity: number; demand: number; gateways: string[] };

/** Returns what other IDCs export of a Service, by IDC and Group. */
export function importsOf(service: string, imports: Resource[]): Offer[] {
  return imports
    .filter((each) => each.spec.service === service)
    .flatMap((each) => {
      const groups = Array.isArray(each.spec.groups) ? (each.spec.groups as Record<string, unknown>[]) : [];
      const gateways = Array.isArray(each.spec.gateways) ? (each.spec.gateways as { node: string }[]).map((gateway) => gateway.node) : [];
      return groups.map((group) => ({
        resource: each.metadata.name,
        idc: String(each.spec.idc),
        group: String(group.group),
        declared: Number(group.declared),
        healthy: Number(group.healthy),
        capacity: Number(group.capacity ?? 0),
        demand: Number(group.demand ?? 0),
        gateways,
      }));
    })
    .sort((a, b) => a.idc.localeCompare(b.idc) || a.group.localeCompare(b.group));
}
