import { describe, expect, it } from 'vitest';
import type { DataPlane, OverviewIdc, Resource, Shift } from '../src/api/types';
import { headersOf, questionOf, wrongLines } from '../src/explain/question';
import { gatewaysOf, typeName } from '../src/gateways/sync';
import { yamlOf } from '../src/objects/Tree';
import { idcTone, partsOf, verdict } from '../src/overview/health';
import { arrange, NODE } from '../src/overview/layout';
import { chosen, haystacks, type Column } from '../src/parts/rows';
import { importsOf, workloadsOf } from '../src/services/belongs';
import { scopeOfPath, shiftBody, shiftName, weightsFault } from '../src/shifts/shift';

const idc = (name: string, change: Partial<OverviewIdc> = {}): OverviewIdc => ({
  name, region: 'east', center: 'east-1', here: false, capacity: 100, requestsPerSecond: 10, successPercent: 100, gateways: { connected: 2, synced: 2 },
  link: { state: 'LIVE', ageMs: 10, lagMs: 5 }, path: { state: 'WELL', reaching: 2, of: 2 }, service: { state: 'WELL', healthyPercent: 100, weak: [] }, ...change,
});

describe('health of an IDC', () => {
  it('is in three parts: a cut link is no dead service', () => {
    const cut = idc('idc-b', { link: { state: 'CUT', ageMs: 42_000, lagMs: null } });
    expect(partsOf(cut).map((part) => `${part.name} ${part.word}`)).toEqual(['Sync link cut', 'Gateway path well', 'Services well']);
    expect(partsOf(cut)[0]!.detail).toBe('silent for 42.0 s');
  });

  it('is as bad as its worst part, and as its success', () => {
    expect(idcTone(idc('a'))).toBe('good');
    expect(idcTone(idc('a', { successPercent: null }))).toBe('good');
    expect(idcTone(idc('a', { successPercent: 97 }))).toBe('bad');
    expect(idcTone(idc('a', { path: { state: 'PARTLY', reaching: 1, of: 2 } }))).toBe('warn');
    expect(idcTone(idc('a', { service: { state: 'UNKNOWN', healthyPercent: null, weak: [] } }))).toBe('unknown');
  });

  it('is said for all of them in one line', () => {
    expect(verdict([idc('a'), idc('b')])).toEqual({ tone: 'good', text: 'all 2 IDCs are well' });
    expect(verdict([idc('a', { successPercent: 99.5 }), idc('b', { path: { state: 'DEAD', reaching: 0, of: 2 } })])).toEqual({ tone: 'bad', text: 'b: sick; a: weak' });
  });
});

/** Points of a curve as the map draws it: `Mx y Qx y x y`. */
function pointsOf(path: string): { x: number; y: number }[] {
  const [ax, ay, bx, by, cx, cy] = path.match(/-?[\d.]+/g)!.map(Number) as [number, number, number, number, number, number];
  return Array.from({ length: 51 }, (_, index) => {
    const t = index / 50;
    const weigh = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
    return { x: weigh(ax, bx, cx), y: weigh(ay, by, cy) };
  });
}

describe('the map', () => {
  const edge = (from: string, to: string, requestsPerSecond: number | null = 10) => ({ from, to, requestsPerSecond, successPercent: 100 });

  it('puts no two IDCs over each other, and nothing out of the drawing', () => {
    for (let count = 1; count <= 9; count++) {
      const idcs = Array.from({ length: count }, (_, index) => idc(`idc-${index}`, { region: `region-${index % 3}` }));
      const plan = arrange(idcs, []);
      expect(plan.nodes).toHaveLength(count);
      plan.nodes.forEach((a, index) => {
        expect(a.x >= 0 && a.y >= 0 && a.x + NODE.width <= plan.width && a.y + NODE.height <= plan.height, `${count}`).toBe(true);
        plan.nodes.slice(index + 1).forEach((b) => expect(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height, `${count}`).toBe(true));
      });
    }
  });

  it('lets no arrow go behind a third IDC', () => {
    for (let count = 2; count <= 8; count++) {
      const idcs = Array.from({ length: count }, (_, index) => idc(`idc-${index}`, { region: `region-${index % 3}` }));
      const all = idcs.flatMap((a) => idcs.filter((b) => b !== a).map((b) => edge(a.name, b.name)));
      const plan = arrange(idcs, all);
      for (const arrow of plan.arrows) {
        const others = plan.nodes.filter((node) => ![arrow.edge.from, arrow.edge.to].includes(node.idc.name));
        for (const node of others) {
          for (const at of pointsOf(arrow.path)) {
            const inside = at.x > node.x && at.x < node.x + NODE.width && at.y > node.y && at.y < node.y + NODE.height;
            expect(inside, `${count}: ${arrow.edge.from} to ${arrow.edge.to} behind ${node.idc.name}`).toBe(false);
          }
        }
      }
    }
  });

  it('gives both directions a lane of their own, and more requests a wider arrow', () => {
    const plan = arrange([idc('a'), idc('b')], [edge('a', 'b', 100), edge('b', 'a', 1), edge('a', 'a', 500)]);
    expect(plan.arrows).toHaveLength(2);
    const [there, back] = plan.arrows;
    expect(Math.abs(there!.label.y - back!.label.y)).toBeGreaterThan(52);
    expect(there!.width).toBeGreaterThan(back!.width);
  });

  it('shows the figures of every pair of up to five IDCs apart from each other and from the boxes', () => {
    for (let count = 2; count <= 5; count++) {
      const idcs = Array.from({ length: count }, (_, index) => idc(`idc-${index}`));
      const plan = arrange(idcs, idcs.flatMap((a) => idcs.filter((b) => b !== a).map((b) => edge(a.name, b.name))));
      plan.arrows.forEach(({ label }, index) => {
        for (const { label: other } of plan.arrows.slice(index + 1)) expect(Math.abs(label.x - other.x) >= 132 || Math.abs(label.y - other.y) >= 52, `${count}`).toBe(true);
        for (const node of plan.nodes) expect(label.x + 66 <= node.x || label.x - 66 >= node.x + NODE.width || label.y + 26 <= node.y || label.y - 26 >= node.y + NODE.height, `${count} ${node.idc.name}`).toBe(true);
      });
    }
  });

  it('leaves arrows to IDCs that it does not know out', () => {
    expect(arrange([idc('a')], [edge('a', 'gone')]).arrows).toEqual([]);
  });
});

describe('long lists', () => {
  const columns: Column<{ name: string; host: string }>[] = [{ title: 'Name', width: '', text: (row) => row.name }, { title: 'Host', width: '', text: (row) => row.host }];
  const rows = Array.from({ length: 5_000 }, (_, index) => ({ name: `service-${index}`, host: `s${index}.example` }));

  it('find all words in any order and sort numbers as numbers', () => {
    const hay = haystacks(rows, columns);
    expect(chosen(rows, hay, 'EXAMPLE service-4999', columns, { column: 0, down: false }).map((row) => row.name)).toEqual(['service-4999']);
    expect(chosen(rows, hay, '', columns, { column: 0, down: true })[0]!.name).toBe('service-4999');
    expect(chosen(rows, hay, 'service-2', columns, { column: 0, down: false }).slice(0, 3).map((row) => row.name)).toEqual(['service-2', 'service-20', 'service-21']);
    expect(chosen(rows, hay, 'nothing', columns, { column: 0, down: false })).toEqual([]);
  });
});

describe('shifts', () => {
  const seen = { apiVersion: '', kind: '', metadata: { name: 'drgroup.core', revision: 7 }, spec: { scope: { drGroup: 'core' }, reason: 'r' }, status: { generation: { counter: 3, idc: 'idc-a' }, author: 'bob' } } as Shift;

  it('are written on what was seen, so that a faster one is not overwritten', () => {
    expect(shiftBody({ scope: { drGroup: 'core' }, cleared: true, reason: 'r' }, seen)).toMatchObject({ metadata: { name: 'drgroup.core', revision: 7 }, status: { generation: { counter: 3, idc: 'idc-a' } }, spec: { cleared: true } });
    expect(shiftBody({ scope: { service: 'orders' }, weights: { a: 100 }, reason: 'r' }, null)).toEqual({ apiVersion: 'spillway.io/v1', kind: 'TrafficShift', metadata: { name: 'service.orders' }, spec: { scope: { service: 'orders' }, weights: { a: 100 }, reason: 'r' } });
  });

  it('have the scope’s name, and shares of 100', () => {
    expect([scopeOfPath('core'), scopeOfPath('service/orders'), scopeOfPath('idc/idc-a'), scopeOfPath('other/x'), scopeOfPath('')]).toEqual([{ drGroup: 'core' }, { service: 'orders' }, { idc: 'idc-a' }, null, null]);
    expect(shiftName({ idc: 'idc-a' })).toBe('idc.idc-a');
    expect(weightsFault({ a: 60, b: 40 })).toBe('');
    expect(weightsFault({ a: 60, b: 60 })).toBe('The sum is 120 (expected: 100).');
  });
});

describe('gateways', () => {
  const plane = (node: string, type: string, state: string) => ({ node, type, state, role: 'gateway', connectedSinceUnixMillis: 1 }) as DataPlane;

  it('that refuse come first, then those that are late', () => {
    const all = gatewaysOf([plane('gw-1', 'a', 'SYNCED'), plane('gw-2', 'a', 'SYNCED'), plane('gw-2', 'b', 'STALE'), plane('gw-3', 'a', 'NACKED')], { node: '', revision: 1, revisions: [], stragglers: [{ node: 'gw-2', revision: 1, waitedMillis: 9_000, revisions: 1 }] });
    expect(all.map((gateway) => [gateway.node, gateway.state, gateway.waitedMillis])).toEqual([['gw-3', 'NACKED', null], ['gw-2', 'STALE', 9_000], ['gw-1', 'SYNCED', null]]);
    expect(typeName('type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment')).toBe('EDS');
  });
});

describe('services', () => {
  const resource = (name: string, spec: Record<string, unknown>): Resource => ({ apiVersion: '', kind: '', metadata: { name }, spec });

  it('have the workloads that name them and those that their labels select', () => {
    const workloads = [resource('a', { service: 'orders' }), resource('b', { service: 'other', labels: { app: 'orders', v: '2' } }), resource('c', { service: 'other', labels: { app: 'x' } })];
    expect(workloadsOf(resource('orders', { selector: { app: 'orders' } }), workloads).map((each) => each.metadata.name)).toEqual(['a', 'b']);
    expect(workloadsOf(resource('orders', {}), workloads).map((each) => each.metadata.name)).toEqual(['a']);
  });

  it('have imports by IDC and Group', () => {
    const imports = [resource('idc-b.orders', { service: 'orders', idc: 'idc-b', gateways: [{ node: 'gw-1' }], groups: [{ group: 'default', declared: 2, healthy: 1 }] }), resource('idc-b.x', { service: 'x', idc: 'idc-b', groups: [] })];
    expect(importsOf('orders', imports)).toEqual([{ resource: 'idc-b.orders', idc: 'idc-b', group: 'default', declared: 2, healthy: 1, capacity: 0, demand: 0, gateways: ['gw-1'] }]);
  });
});

describe('explain', () => {
  it('has its question in the address', () => {
    expect(questionOf(new URLSearchParams('host=orders.example&headers=x-user%3A+42'), 'idc-a')).toMatchObject({ idc: 'idc-a', host: 'orders.example', path: '/', method: 'GET', role: 'entrance', headers: { 'x-user': '42' } });
  });

  it('reads headers by lines and names what is none', () => {
    expect(headersOf('a: 1\n\nb:2:3\nnone')).toEqual({ a: '1', b: '2:3' });
    expect(wrongLines('a: 1\n\nb c: 2\nnone')).toEqual(['b c: 2', 'none']);
  });
});

describe('any value as text', () => {
  it('is indented as YAML is, and quoted where it could be read as something else', () => {
    expect(yamlOf({ a: 1, list: [{ x: 'y', z: [] }, 'w'], off: 'true', time: '1m', empty: {}, none: null }).trimStart()).toBe(
      'a: 1\nlist:\n  - x: y\n    z: []\n  - w\noff: "true"\ntime: "1m"\nempty: {}\nnone: null\n',
    );
  });
});
