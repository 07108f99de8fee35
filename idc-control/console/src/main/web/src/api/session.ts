import { createContext, useContext } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ask, Refused, Unreachable } from './client';
import { nodes, type Node } from './nodes';
import type { LoginOffer, Session } from './types';

const OWN: Node = { label: 'this node', url: '', token: null };
const EVERY_MS = 60_000;

export type Known = { session: Session } | { offer: LoginOffer['login'] };

/**
 * Asks the node that the page came from, whatever node is read: the cookie is good there only. When that one is gone, the node
 * that is read gives the next exchange token, before the last one ends.
 */
async function load(): Promise<Known> {
  try {
    return { session: await ask<Session>(OWN, '/console/session') };
  } catch (failed) {
    if (failed instanceof Refused && failed.status === 401) {
      const offer = (failed.problem as Partial<LoginOffer>).login;
      return { offer: offer ?? { token: true, issuers: [] } };
    }
    const read = nodes.current();
    if (failed instanceof Unreachable && read.url !== '') return { session: await ask<Session>(read, '/console/session') };
    throw failed;
  }
}

export function useKnown() {
  return useQuery({ queryKey: ['session'], queryFn: load, refetchInterval: EVERY_MS, staleTime: EVERY_MS / 2, retry: 1 });
}

export async function logIn(token: string): Promise<void> {
  await ask(OWN, '/console/session', { method: 'POST', body: { token } });
}

export async function logOut(): Promise<void> {
  await ask(OWN, '/console/session', { method: 'DELETE' });
}

/** Where an issuer's login begins. It comes back to the page that was wanted. */
export function issuerAddress(id: string, to: string): string {
  return `/console/login/${encodeURIComponent(id)}?to=${encodeURIComponent(to)}`;
}

export const SessionContext = createContext<Session | null>(null);

/** The session of whoever is logged in; only below the frame. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session (expected: inside of the frame)');
  return session;
}
