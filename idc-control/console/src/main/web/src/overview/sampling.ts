import { useEffect, useState } from 'react';
import { watch, type Sample } from '../api/watching';
import type { Overview } from '../api/types';

const KEPT_MS = 180_000;

export function sampleOf(overview: Overview, at: number): Sample {
  const perIdc: Record<string, number> = {};
  const perEdge: Record<string, number> = {};
  for (const edge of overview.edges) {
    if (edge.requestsPerSecond === null) continue;
    perIdc[edge.to] = (perIdc[edge.to] ?? 0) + edge.requestsPerSecond;
    perEdge[`${edge.from} → ${edge.to}`] = edge.requestsPerSecond;
  }
  return { at, perIdc, perEdge };
}

/** Keeps what came in the last three minutes, for as long as the page is open. */
export function useSampling(): Sample[] {
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    let last = 0;
    return watch.subscribe(() => {
      const { overview, heardAt } = watch.current();
      if (!overview || heardAt === null || heardAt === last) return;
      last = heardAt;
      setSamples((before) => [...before.filter((sample) => heardAt - sample.at < KEPT_MS), sampleOf(overview, heardAt)]);
    });
  }, []);
  return samples;
}
