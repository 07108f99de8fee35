/** Shapes of the answers of idc-control, as its openapi.json and its handlers have them. */

export type Role = { role: string; drGroups: string[]; idcs: string[] };

export type Session = {
  person: string;
  author: string;
  roles: Role[];
  expires: number | null;
  idc: string;
  node: string;
  development: boolean;
  peers: { idc: string; url: string }[];
  exchange?: { token: string; expires: number } | null;
};

export type LoginOffer = { login: { token: boolean; issuers: { id: string; name: string }[] } };

export type LinkState = 'LIVE' | 'STALE' | 'CUT' | 'HERE';
export type PathState = 'WELL' | 'PARTLY' | 'DEAD' | 'UNKNOWN';
export type ServiceState = 'WELL' | 'WEAK' | 'GONE' | 'UNKNOWN';

export type OverviewIdc = {
  name: string;
  region: string | null;
  center: string | null;
  here: boolean;
  capacity: number | null;
  requestsPerSecond: number | null;
  successPercent: number | null;
  gateways: { connected: number; synced: number } | null;
  link: { state: LinkState; ageMs: number | null; lagMs: number | null };
  path: { state: PathState; reaching: number | null; of: number | null };
  service: { state: ServiceState; healthyPercent: number | null; weak: string[] };
};

export type OverviewEdge = { from: string; to: string; requestsPerSecond: number | null; successPercent: number | null };

export type OverviewShift = {
  scope: string;
  weights: Record<string, number>;
  excluded: string[];
  generation: number | string | null;
  author: string | null;
  reason: string | null;
  expires: string | number | null;
};

export type OverviewSwitchOver = { name: string; state: string; from: string[]; to: string[]; position: string | null; since: string | number | null };
export type OverviewDrill = { name: string; state: string; since: string | number | null };
export type Severity = 'page' | 'ticket' | 'info';
export type Alert = { severity: Severity; name: string; subject: string; text: string; since: string | number | null };

export type Overview = {
  idc: string;
  node: string;
  at: string | number;
  ready: boolean;
  registry: { connected: boolean; revision: number | null };
  idcs: OverviewIdc[];
  edges: OverviewEdge[];
  shifts: OverviewShift[];
  switchOvers: OverviewSwitchOver[];
  drills: OverviewDrill[];
  alerts: Alert[];
};

/** A resource of any kind; `spec` and `status` are read by those who know the kind. */
export type Resource<S = Record<string, unknown>, T = Record<string, unknown>> = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string>; revision?: number };
  spec: S;
  status?: T;
};

export type Listing<R = Resource> = { revision: number; items: R[] };
export type Applied<R = Resource> = { revision: number; changed: boolean; created: string[]; resources: R[] };

export type Problem = {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: { pointer?: string; value?: string; expected?: string; message?: string }[];
  object?: string;
  winner?: string;
  currentRevision?: number;
  guard?: string;
  figures?: Record<string, unknown>;
  since?: string;
  reason?: string;
  outcomeUnknown?: boolean;
  caller?: string;
  role?: string;
  idc?: string;
  drGroup?: string | null;
};

export type Generation = { counter: number; idc: string };

export type ShiftSpec = {
  scope: { drGroup?: string; service?: string; idc?: string };
  weights?: Record<string, number>;
  weightsAt?: Record<string, Record<string, number>>;
  excluded?: string[];
  reason: string;
  expires?: string;
  onExpiry?: string;
  cleared?: boolean;
};
export type ShiftStatus = {
  generation?: Generation;
  author?: string;
  lost?: { loser: string; loserAuthor: string; winner: string; winnerAuthor: string; atUnixMillis: number };
};
export type Shift = Resource<ShiftSpec, ShiftStatus>;

export type SwitchSpec = {
  scope: { idc?: string; drGroups?: string[]; services?: string[] };
  from: string;
  to: string;
  steps?: number[];
  soak?: string;
  gates?: { successRate?: number; p99?: number; targetLoad?: number; misroutes?: number; onFailure?: string };
  mode?: string;
  fence?: string;
  exclude?: boolean;
  expires?: string;
  onExpiry?: string;
  reason: string;
};
export type Check = { item: string; outcome: 'PASSED' | 'WARNING' | 'FAILED' | string; how: string; why: string; action: string };
export type Position = { step: number; side: string; phase: string };
export type Figures = {
  requestsPerSecond?: number;
  successRate?: number;
  p99Millis?: number;
  targetLoad?: number;
  targetShare?: number;
  misroutedPerSecond?: number;
};
export type SwitchStatus = {
  generation: Generation;
  sequence: number;
  state: string;
  at?: Position;
  pause?: { cause: string; resumes: string; detail: string };
  origin: string;
  author: string;
  plan?: {
    idcs?: string[];
    checks: Check[];
    moves?: Record<string, number>;
    predictedLoad?: number;
    digest: string;
    hash: string;
    until: string;
    approvals: number;
    baseline?: { spec: ShiftSpec }[];
  };
  approvals?: { by: string; at: string; plan: string }[];
  fenced?: boolean;
  unconfirmed?: { what: string; idc: string; detail: string; acceptedBy?: string }[];
  measured?: Figures;
  since: string;
  due?: string;
  expires?: string;
  history?: { sequence: number; at: string; from: string; to: string; position: Position; event: string; node: string; detail?: string }[];
  checks?: Check[];
};
export type SwitchOver = Resource<SwitchSpec, SwitchStatus>;

export type SwitchProgress = {
  switchOver: SwitchOver;
  coordinator: string;
  waitsFor: string;
  checks: Check[];
  figures: Figures | null;
  progress: {
    idc: string;
    fleet: number;
    acked: number;
    behind: number;
    late: string[];
    seen?: string;
    traffic?: { requestsPerSecond?: number; failedPerSecond?: number; misroutedPerSecond?: number; p99Millis?: number; servedBy?: Record<string, number> };
    at: string;
  }[];
  quarantined: string[];
  quarantinedBehind: { idc: string; atMost: number }[];
};

export type DataPlane = {
  node: string;
  role: string;
  type: string;
  state: 'SYNCED' | 'STALE' | 'NACKED' | string;
  version: string;
  ackedUnixMillis: number | null;
  connectedSinceUnixMillis: number | null;
  resources: number;
  lastNack: string | null;
};

export type Held = { service: string; guard: string; detail: string; sinceUnixMillis: number | null };
export type Peer = {
  idc: string;
  state: string;
  sinceUnixMillis: number | null;
  lastMessageUnixMillis: number | null;
  imports: number;
  lastError: string | null;
  held: Held[];
  link: { connected: boolean; ageMillis: number | null; lagMillis: number | null; by: string | null };
};

export type Status = {
  idc: string;
  node: string;
  ready: boolean;
  readiness: string[];
  registry: { kind: string; connected: boolean; sinceUnixMillis: number | null; revision: number; reason: string | null; held: unknown };
  dataPlanes: DataPlane[];
  peers: Peer[];
  problems: { object: string; problem: string }[];
  nodes: { node: string; address: string; api: string; self: boolean; ackedRevision: number; behind: string[] }[];
  drains: { workload: string; revision: number; sinceUnixMillis: number | null }[];
  sync: { leader: string | null; sources: { source: string; held: unknown; workloads: { name: string; reason: string }[] }[] };
};

export type RevisionDelivery = {
  revision: number;
  eventUnixMillis: number;
  clients: number;
  acked: number;
  nacked: number;
  pending: number;
  ackMillis: { p50: number | null; p95: number | null; p99: number | null; p100: number | null };
  pendingAt: string[];
  refusedBy: string[];
};
export type Delivery = {
  node: string;
  revision: number;
  revisions: RevisionDelivery[];
  stragglers: { node: string; revision: number; waitedMillis: number; revisions: number }[];
};

export type Approval = {
  id: string;
  text: string;
  hash: string;
  person: string;
  askedAtUnixMillis: number;
  approver: string;
  expiresAtUnixMillis: number;
  objects: string[];
};

export type AuditRecord = {
  sequence: number;
  at: string;
  node: string;
  actor: string;
  role?: string;
  source?: string;
  action: string;
  objects?: { name: string; revisionBefore: number }[];
  planHash?: string;
  approver?: string;
  reason?: string;
  result: string;
  revision?: number;
  hash?: string;
  record?: string;
};
export type AuditPage = {
  head: { sequence: number; hash: string };
  pruned: { sequence: number; hash: string; record: number };
  records: AuditRecord[];
  next: number;
};
export type AuditHeads = {
  idc: string;
  heads: { idc: string; epoch: number; sequence: number; hash: string; atUnixMillis: number; current: boolean }[];
  faults: Record<string, string>;
};
