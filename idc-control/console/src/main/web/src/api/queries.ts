import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from './client';
import type { Listing, Resource } from './types';

/** Asks again and again while somebody looks. What is known stays until the next answer. */
export function useAsked<T>(path: string, everyMs: number | false, enabled = true) {
  return useQuery<T>({
    queryKey: ['v1', path],
    queryFn: ({ signal }) => call<T>(path, { signal }),
    refetchInterval: everyMs,
    enabled,
  });
}

export function useListing<R = Resource>(plural: string, everyMs: number | false = 5_000) {
  return useAsked<Listing<R>>(`/v1/${plural}`, everyMs);
}

/** Has everything asked anew: after a write, and when what was shown is not what stands. */
export function useReload(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: ['v1'] }), [client]);
}
