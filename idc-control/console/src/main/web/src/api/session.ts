import { createContext, useContext } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ask, Refused, Unreachable } from './client';
import { nodes, type Node } from './nodes';
import type { LoginOffer, Session } from './types';

const OWN: Node = { label: 'this node', url: '', token: null };
const EVERY_MS = 60_000;

export type Known = { session: Session } | { offer: LoginOffer['login'] };

/** What was known last: it stays while the node that the page came from is dead. */
let last: Session | null = null;

/** Asks the node that the page came from: the cookie is good there only. While it is dead another one renews the token for others. */
export async function load(): Promise<Known> {
  try {
    last = await ask<Session>(OWN, '/console/session');
    return { session: last };
  } catch (failed) {
    if (failed instanceof Refused && failed.status === 401) {
      last = null;
      const offer = (failed.problem as Partial<LoginOffer>).login;
      return { offer: offer ?? { token: true, issuers: [] } };
    }
    const renewed = failed instanceof Unreachable && last ? await renewedOf(last) : null;
    if (!renewed) throw failed;
    last = renewed;
    return { session: renewed };
  }
}

async function renewedOf(known: Session): Promise<Session | null> {
  for (const node of nodes.all().filter((each) => each.token !== null)) {
    try {
      const there = await ask<Session>(node, '/console/session');
      if (there.exchange) return { ...known, exchange: there.exchange };
    } catch {
      // The next one may.
    }
  }
  return null;
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
