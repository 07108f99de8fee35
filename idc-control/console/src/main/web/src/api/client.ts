import { nodes, type Node } from './nodes';
import type { Problem } from './types';

/** The answer was no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
  }
}

/** Nobody answered. */
export class Unreachable extends Error {
  constructor(
    readonly node: string,
    cause: unknown,
  ) {
    super(`${node} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  /** The revision that must still be current; 0: it must not exist. */
  ifMatch?: number;
  /** What a second person has approved. */
  approval?: string;
  signal?: AbortSignal;
};

export const SENT_BY = 'spillway-console';
const PATIENCE_MS = 15_000;

export function headersOf(call: Call, node: Node): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Requested-With': SENT_BY };
  if (node.token) headers.Authorization = `Bearer ${node.token}`;
  if (call.body !== undefined) headers['Content-Type'] = 'application/json';
  if (call.ifMatch !== undefined) headers['If-Match'] = `"${call.ifMatch}"`;
  if (call.approval) headers['X-Spillway-Approval'] = call.approval;
  return headers;
}

/**
 * Asks the node of the moment. A read goes on with the other nodes when that one does not answer; a write does not: nobody knows
 * whether it was done, so who asked decides.
 */
export async function call<T>(path: string, what: Call = {}): Promise<T> {
  const tries = (what.method ?? 'GET') === 'GET' ? nodes.all().length : 1;
  for (let attempt = 1; ; attempt++) {
    const node = nodes.current();
    try {
      return await ask<T>(node, path, what);
    } catch (failed) {
      const mayMove = failed instanceof Unreachable && !what.signal?.aborted && nodes.leave(node);
      if (!mayMove || attempt >= tries) throw failed;
    }
  }
}

/** Asks one node. */
export async function ask<T>(node: Node, path: string, what: Call = {}): Promise<T> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(node.url + path, {
      method: what.method ?? 'GET',
      headers: headersOf(what, node),
      body: what.body === undefined ? undefined : JSON.stringify(what.body),
      credentials: node.url === '' ? 'same-origin' : 'omit',
      signal: what.signal ? AbortSignal.any([what.signal, late]) : late,
    });
  } catch (cause) {
    throw new Unreachable(node.label, cause);
  }
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, problemOf(response.status, text));
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function problemOf(status: number, text: string): Problem {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) return read as Problem;
  } catch {
    // What a proxy between answers is no JSON.
  }
  return { status, title: `HTTP ${status}`, detail: text.slice(0, 300) };
}
