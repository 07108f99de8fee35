import type { OverviewEdge, OverviewIdc } from '../api/types';

/** Where things are on the map. Units are those of the drawing's view box. */
export const NODE = { width: 356, height: 178 };
const GAP = { x: 270, y: 110 };
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
 * Two or three IDCs stand side by side, whatever their regions, so that the arrows between them are long enough to be read. More
 * stand in columns by region and center, at most two in a row of one column.
 */
export function arrange(idcs: OverviewIdc[], edges: OverviewEdge[]): Plan {
  const groups = places(idcs);
  const nodes: Placed[] = [];
  const regions: Region[] = [];
  const side = idcs.length <= 3;
  let column = 0;
  for (const [name, members] of groups) {
    const across = side ? members.length : 1;
    members.forEach((idc, index) => {
      const x = PAD.x + (column + (side ? index : 0)) * (NODE.width + GAP.x);
      const y = PAD.top + (side ? 0 : index) * (NODE.height + GAP.y);
      nodes.push({ idc, x, y });
    });
    const rows = side ? 1 : members.length;
    regions.push({
      name,
      x: PAD.x + column * (NODE.width + GAP.x) - 16,
      y: PAD.top - 30,
      width: across * NODE.width + (across - 1) * GAP.x + 32,
      height: rows * NODE.height + (rows - 1) * GAP.y + 46,
    });
    column += across;
  }
  const width = PAD.x * 2 + Math.max(1, column) * NODE.width + Math.max(0, column - 1) * GAP.x;
  const tallest = Math.max(1, ...[...groups.values()].map((members) => (side ? 1 : members.length)));
  const height = PAD.top + PAD.bottom + tallest * NODE.height + (tallest - 1) * GAP.y;
  const most = Math.max(1, ...edges.map((edge) => edge.requestsPerSecond ?? 0));
  const arrows = edges
    .filter((edge) => edge.from !== edge.to)
    .map((edge) => arrowOf(edge, nodes, most))
    .filter((arrow) => arrow !== null);
  return { width, height, nodes, regions, arrows };
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
  const bow = nodes.length > 3 ? 26 : 14;
  const control = { x: middlePoint.x + aside.x * bow, y: middlePoint.y + aside.y * bow };
  return {
    edge,
    path: `M${round(start.x)} ${round(start.y)} Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`,
    label: { x: round((start.x + 2 * control.x + end.x) / 4), y: round((start.y + 2 * control.y + end.y) / 4) },
    width: edge.requestsPerSecond ? 2.5 + 9.5 * Math.sqrt(share) : 1.5,
  };
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
