/** Figures as people read them. What nobody knows is a dash, never a nought. */
export const UNKNOWN = '–';

/** Returns requests per second with as many digits as say something. */
export function rate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined || !Number.isFinite(perSecond)) return UNKNOWN;
  if (perSecond >= 100) return Math.round(perSecond).toLocaleString('en-US');
  if (perSecond >= 10 || Number.isInteger(perSecond)) return perSecond.toFixed(0);
  return perSecond < 0.05 ? '0' : perSecond.toFixed(1);
}

/** Returns a share in percent; never rounded up to 100 while something fails. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return UNKNOWN;
  if (share >= 100) return '100 %';
  if (share > 99) return `${Math.min(99.99, Math.floor(share * 100) / 100).toFixed(2)} %`;
  return share >= 10 ? `${share.toFixed(1)} %` : `${share.toFixed(share === 0 ? 0 : 2)} %`;
}

export function millis(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN;
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(1)} s` : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

export type Tone = 'good' | 'warn' | 'bad' | 'unknown';

/** What a share of successes means: from 99.9 % on nobody is called, below 99 % somebody is. */
export function successTone(share: number | null | undefined): Tone {
  if (share === null || share === undefined) return 'unknown';
  if (share >= 99.9) return 'good';
  return share >= 99 ? 'warn' : 'bad';
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}
