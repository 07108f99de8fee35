import type { SwitchSpec } from '../api/types';

/** The `spillway` command that does the same: what the console does, a script can do. Names are those of the command line's help. */

/** Returns a word as a shell takes it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function line(...words: (string | false | null | undefined)[]): string {
  return ['spillway', ...words.filter((word): word is string => typeof word === 'string' && word !== '')].join(' ');
}

function option(name: string, value: string | number | null | undefined): string {
  return value === undefined || value === null || value === '' ? '' : `${name} ${quoted(String(value))}`;
}

/** Scopes as the command line has them: `core`, `service/orders`, `idc/idc-a`. */
export function scopesOf(scope: SwitchSpec['scope']): string[] {
  if (scope.idc) return [`idc/${scope.idc}`];
  return [...(scope.drGroups ?? []), ...(scope.services ?? []).map((name) => `service/${name}`)];
}

/** Returns the command of a plan. */
export function planCommand(name: string, spec: SwitchSpec, dryRun = false): string {
  const gates = spec.gates ?? {};
  return line(
    'switchover plan',
    ...scopesOf(spec.scope).map(quoted),
    option('--from', spec.from),
    option('--to', spec.to),
    option('--steps', spec.steps?.join(',')),
    option('--soak', spec.soak),
    spec.mode && spec.mode !== 'graceful' ? option('--mode', spec.mode) : '',
    spec.fence && spec.fence !== 'none' ? option('--fence', spec.fence) : '',
    spec.exclude && '--exclude',
    option('--expires', spec.expires),
    spec.onExpiry && spec.onExpiry !== 'alarm' ? option('--on-expiry', spec.onExpiry) : '',
    option('--gate-success', gates.successRate),
    option('--gate-p99', gates.p99),
    option('--gate-load', gates.targetLoad),
    option('--gate-misroutes', gates.misroutes),
    gates.onFailure && gates.onFailure !== 'pause' ? option('--on-failure', gates.onFailure) : '',
    option('--reason', spec.reason),
    option('--name', name),
    dryRun && '--dry-run',
  );
}

export type GoOn = { accept?: boolean; quarantine?: string[]; allBehind?: boolean; limit?: number };

/** Returns the command of what is said to a switch-over. */
export function actCommand(act: string, name: string, said: { reason?: string; plan?: string; until?: string; idc?: string } & GoOn = {}): string {
  const quarantine = said.allBehind ? 'all-behind' : said.quarantine?.length ? said.quarantine.join(',') : '';
  const waits = act === 'start' || act === 'resume' || act === 'rollback';
  return line(
    `switchover ${act}`,
    quoted(name),
    option('--plan', said.plan),
    option('--until', said.until),
    option('--idc', said.idc),
    option('--reason', said.reason),
    said.accept && '--accept',
    option('--quarantine', quarantine),
    said.allBehind ? option('--at-most', said.limit) : '',
    waits && '--wait',
  );
}

/** A scope of a shift as a path: `drgroup/core`. */
export function scopePath(scope: { drGroup?: string; service?: string; idc?: string }): string {
  if (scope.service) return `service/${scope.service}`;
  if (scope.idc) return `idc/${scope.idc}`;
  return `drgroup/${scope.drGroup ?? ''}`;
}

export function shiftSetCommand(scope: string, weights: Record<string, number>, what: { excluded?: string[]; reason: string; ttl?: string; onExpiry?: string }): string {
  return line(
    'shift set',
    quoted(scope),
    ...Object.entries(weights).map(([idc, percent]) => quoted(`${idc}=${percent}`)),
    ...(what.excluded ?? []).map((idc) => option('--exclude', idc)),
    option('--reason', what.reason),
    option('--ttl', what.ttl),
    what.onExpiry && what.onExpiry !== 'alarm' ? option('--on-expiry', what.onExpiry) : '',
  );
}

export function shiftClearCommand(scope: string, reason: string): string {
  return line('shift clear', quoted(scope), option('--reason', reason));
}

export function releaseCommand(peer: string, service: string): string {
  return line('sync release', quoted(peer), service ? quoted(service) : '');
}

export function releaseSourceCommand(source: string): string {
  return line('sync release', option('--source', source));
}

export function approveCommand(id: string, hash: string): string {
  return line('approve', quoted(id), option('--hash', hash));
}

export function drillStartCommand(name: string): string {
  return line('drill start', quoted(name));
}

export function drillAbortCommand(name: string, reason: string): string {
  return line('drill abort', quoted(name), option('--reason', reason));
}

export type Question = { idc: string; host: string; path?: string; method?: string; role?: string; headers?: Record<string, string> };

export function explainCommand(asked: Question): string {
  return line(
    'explain',
    option('--idc', asked.idc),
    option('--host', asked.host),
    asked.path && asked.path !== '/' ? option('--path', asked.path) : '',
    asked.method && asked.method !== 'GET' ? option('--method', asked.method) : '',
    ...Object.entries(asked.headers ?? {}).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    asked.role && asked.role !== 'entrance' ? option('--role', asked.role) : '',
  );
}

export function getCommand(plural: string, name = '', format = ''): string {
  return line('get', plural, name ? quoted(name) : '', format && `-o ${format}`);
}

export function plainCommand(words: string): string {
  return line(words);
}

/** Returns the command with the approval that it is repeated with. */
export function withApproval(command: string, approval: string | undefined): string {
  return approval ? `${command} --approval ${quoted(approval)}` : command;
}
