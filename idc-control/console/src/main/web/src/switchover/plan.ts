import type { SwitchSpec } from '../api/types';
import { duration } from '../say/time';

/** What stands in the form, as it was typed. */
export type Draft = {
  name: string;
  scopeKind: 'drGroups' | 'services' | 'idc';
  scopes: string[];
  from: string;
  to: string;
  steps: string;
  soak: string;
  mode: string;
  onFailure: string;
  successRate: string;
  p99: string;
  targetLoad: string;
  misroutes: string;
  fence: string;
  exclude: boolean;
  expires: string;
  reason: string;
};

export const EMPTY: Draft = {
  name: '',
  scopeKind: 'drGroups',
  scopes: [],
  from: '',
  to: '',
  steps: '10,50,100',
  soak: '1m',
  mode: 'graceful',
  onFailure: 'pause',
  successRate: '',
  p99: '',
  targetLoad: '',
  misroutes: '',
  fence: '',
  exclude: false,
  expires: '',
  reason: '',
};

/** Returns a draft of what another page has offered to move. */
export function draftOf(params: URLSearchParams): Draft {
  const [drGroup, service, idc] = ['drGroup', 'service', 'idc'].map((name) => params.get(name) ?? '');
  if (idc) return { ...EMPTY, scopeKind: 'idc', scopes: [idc], from: idc };
  if (service) return { ...EMPTY, scopeKind: 'services', scopes: [service] };
  return drGroup ? { ...EMPTY, scopes: [drGroup] } : EMPTY;
}

/** What is wrong, by field; only what has no wrong field is sent. */
export type Faults = Partial<Record<keyof Draft, string>>;

export function stepsOf(text: string): number[] | null {
  const steps = text.split(',').map((step) => step.trim().replace(/%$/, '').trim());
  if (!steps.every((step) => /^\d{1,3}$/.test(step))) return null;
  const numbers = steps.map(Number);
  const rising = numbers.every((step, index) => step >= 1 && step <= 100 && (index === 0 || step > numbers[index - 1]!));
  return rising && numbers.length <= 20 ? numbers : null;
}

export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {};
  if (draft.scopes.length === 0) faults.scopes = 'expected: what moves';
  if (draft.from === '') faults.from = 'expected: the IDC that is left';
  if (draft.to === '') faults.to = 'expected: the IDC that receives';
  else if (draft.to === draft.from) faults.to = 'expected: another IDC than from';
  if (!stepsOf(draft.steps)) faults.steps = 'expected: percentages that rise, as in 10,50,100';
  if (duration(draft.soak) === null) faults.soak = 'expected: a time, as in 30s or 5m; 0s for none';
  if (draft.expires !== '' && duration(draft.expires) === null) faults.expires = 'expected: a time, as in 24h';
  if (draft.reason.trim() === '') faults.reason = 'expected: why';
  if (draft.name !== '' && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(draft.name)) faults.name = 'expected: small letters, digits, - and .';
  for (const gate of ['successRate', 'p99', 'targetLoad', 'misroutes'] as const) {
    if (draft[gate] !== '' && !/^\d+(\.\d+)?$/.test(draft[gate])) faults[gate] = 'expected: a number';
  }
  return faults;
}

/** Returns the spec that the draft says; defaults of the control plane are left to it. */
export function specOf(draft: Draft): SwitchSpec {
  const gates: NonNullable<SwitchSpec['gates']> = {};
  if (draft.successRate !== '') gates.successRate = Number(draft.successRate);
  if (draft.p99 !== '') gates.p99 = Number(draft.p99);
  if (draft.targetLoad !== '') gates.targetLoad = Number(draft.targetLoad);
  if (draft.misroutes !== '') gates.misroutes = Number(draft.misroutes);
  if (draft.onFailure !== 'pause') gates.onFailure = draft.onFailure;
  const scope = draft.scopeKind === 'idc' ? { idc: draft.scopes[0] ?? '' } : { [draft.scopeKind]: draft.scopes };
  return {
    scope,
    from: draft.from,
    to: draft.to,
    steps: stepsOf(draft.steps) ?? [],
    soak: draft.soak,
    mode: draft.mode,
    ...(Object.keys(gates).length > 0 ? { gates } : {}),
    ...(draft.fence ? { fence: draft.fence } : {}),
    ...(draft.exclude ? { exclude: true } : {}),
    ...(draft.expires ? { expires: draft.expires } : {}),
    reason: draft.reason.trim(),
  };
}
