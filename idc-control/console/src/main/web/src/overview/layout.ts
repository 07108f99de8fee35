import type { OverviewEdge, OverviewIdc } from '../api/types';

/** Where things are on the map. Units are those of the drawing's view box. */
export const NODE = { width: 356, height: 178 };
const GAP = 270;
const PAD = { x: 26, top: 44, bottom: 26 };

export type Placed = { idc: OverviewIdc; x: number; y: number };
export type Region = { name: string; x: number; y: number; width: number; height: number };
export type Arrow = { edge: OverviewEdge; path: string; label: { x: number; y: number }; width: number };
export type Plan = { width: number; height: number; nodes: Placed[]; regions: Region[]; arrows: Arrow[] };

function places(idcs: OverviewIdc[]): Map<string, OverviewIdc[]> {
  const byPlace = new Map<string, OverviewIdc[]>();
  for (const idc of [...idcs].sort((a, b) => a.name.localeCompare(b.name))) {
    const place = [idc.region, idc.center].filter(Boolean).join(' / ');
    byPlace.set(place, [...(byPlace.get(place) ?? []), idc]);
  }
  return new Map([...byPlace].sort(([a], [b]) => a.localeCompare(b)));
}

/**
 * Two IDCs stand side by side, whatever their regions. More stand on an ellipse: there no arrow between two of them goes behind a
 * third.
 */
export function arrange(idcs: OverviewIdc[], edges: OverviewEdge[]): Plan {
  const plan = idcs.length <= 2 ? side(idcs) : around(idcs);
  const most = Math.max(1, ...edges.map((edge) => edge.requestsPerSecond ?? 0));
  const arrows = edges
    .filter((edge) => edge.from !== edge.to)
    .map((edge) => arrowOf(edge, plan.nodes, most))
    .filter((arrow) => arrow !== null);
  return { ...plan, arrows };
}

type Still = Omit<Plan, 'arrows'>;

function side(idcs: OverviewIdc[]): Still {
  const nodes: Placed[] = [];
  const regions: Region[] = [];
  for (const [name, members] of places(idcs)) {
    const x = PAD.x + nodes.length * (NODE.width + GAP);
    members.forEach((idc, index) => nodes.push({ idc, x: x + index * (NODE.width + GAP), y: PAD.top }));
    regions.push({ name, x: x - 16, y: PAD.top - 30, width: members.length * (NODE.width + GAP) - GAP + 32, height: NODE.height + 46 });
  }
  const columns = Math.max(1, nodes.length);
  return { width: PAD.x * 2 + columns * NODE.width + (columns - 1) * GAP, height: PAD.top + PAD.bottom + NODE.height, nodes, regions };
}

function around(idcs: OverviewIdc[]): Still {
  const all = [...places(idcs)].flatMap(([place, members]) => members.map((idc) => ({ place, idc })));
  // Neighbours are far enough from each other for their boxes and what stands between them.
  const radius = { x: Math.max(560, all.length * 150), y: Math.max(290, all.length * 90) };
  const nodes = all.map(({ idc }, index) => {
    const angle = (2 * Math.PI * (index + 0.5)) / all.length - Math.PI / 2;
    return { idc, x: round(PAD.x + radius.x * (1 + Math.cos(angle))), y: round(PAD.top + radius.y * (1 + Math.sin(angle))) };
  });
  const regions = all.map(({ place }, index) => ({ name: place, x: nodes[index]!.x - 14, y: nodes[index]!.y - 28, width: NODE.width + 28, height: NODE.height + 40 }));
  return { width: PAD.x * 2 + radius.x * 2 + NODE.width, height: PAD.top + PAD.bottom + radius.y * 2 + NODE.height, nodes, regions };
}

type Point = { x: number; y: number };

/** Both directions have a lane of their own: right of the line of sight, as on a road. */
function arrowOf(edge: OverviewEdge, nodes: Placed[], most: number): Arrow | null {
  const from = nodes.find((node) => node.idc.name === edge.from);
  const to = nodes.find((node) => node.idc.name === edge.to);
  if (!from || !to) return null;
  const a = middle(from);
  const b = middle(to);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const aside = { x: -along.y, y: along.x };
  const lane = 40;
  const start = border(from, { x: a.x + aside.x * lane, y: a.y + aside.y * lane }, along);
  const end = border(to, { x: b.x + aside.x * lane, y: b.y + aside.y * lane }, { x: -along.x, y: -along.y });
  const share = (edge.requestsPerSecond ?? 0) / most;
  const middlePoint = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  const bow = nodes.length > 2 ? 26 : 14;
  const control = { x: middlePoint.x + aside.x * bow, y: middlePoint.y + aside.y * bow };
  return {
    edge,
    path: `M${round(start.x)} ${round(start.y)} Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`,
    // Where more than one pair meets in the middle, figures stand nearer to where the arrow begins.
    label: on(start, control, end, nodes.length > 2 ? 0.26 : 0.5),
    width: edge.requestsPerSecond ? 2.5 + 9.5 * Math.sqrt(share) : 1.5,
  };
}

/** A point of the curve, `t` of its way. */
function on(start: Point, control: Point, end: Point, t: number): Point {
  const weigh = (a: number, b: number, c: number) => round((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c);
  return { x: weigh(start.x, control.x, end.x), y: weigh(start.y, control.y, end.y) };
}

function middle(node: Placed): Point {
  return { x: node.x + NODE.width / 2, y: node.y + NODE.height / 2 };
}

/** Where the line from inside of the node leaves its rectangle, with some room for the arrow's head. */
function border(node: Placed, from: Point, along: Point): Point {
  const room = 10;
  const toX = along.x > 0 ? node.x + NODE.width - from.x : node.x - from.x;
  const toY = along.y > 0 ? node.y + NODE.height - from.y : node.y - from.y;
  const steps = [along.x === 0 ? Infinity : toX / along.x, along.y === 0 ? Infinity : toY / along.y].filter((step) => step >= 0);
  const step = Math.min(...steps) + room;
  return { x: from.x + along.x * step, y: from.y + along.y * step };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
