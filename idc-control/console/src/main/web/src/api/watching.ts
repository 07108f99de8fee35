import { createContext, useContext, useSyncExternalStore } from 'react';
import { nodes } from './nodes';
import { OverviewWatch, type Watched } from './overview';

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The one stream of the page: all that live figures are shown from it. */
export const watch = new OverviewWatch(nodes, { fetch: (...what) => fetch(...what), now: () => Date.now(), sleep });

export function useWatched(): Watched {
  return useSyncExternalStore(watch.subscribe, watch.current);
}

/** What came over the last minutes, for the charts. */
export type Sample = { at: number; perIdc: Record<string, number>; perEdge: Record<string, number> };
export const SamplesContext = createContext<Sample[]>([]);
export const useSamples = () => useContext(SamplesContext);
