import type { OverviewIdc } from '../api/types';
import type { Tone } from '../say/figures';
import { millis, percent, successTone } from '../say/figures';

/** One of the three parts of what is known of an IDC, each apart: a dead link is no dead service. */
export type Part = { name: 'Sync link' | 'Gateway path' | 'Services'; tone: Tone; word: string; detail: string };

export function partsOf(idc: OverviewIdc): Part[] {
  return [linkOf(idc), pathOf(idc), serviceOf(idc)];
}

function linkOf({ link }: OverviewIdc): Part {
  const name = 'Sync link';
  switch (link.state) {
    case 'HERE':
      return { name, tone: 'good', word: 'here', detail: '' };
    case 'LIVE':
      return { name, tone: 'good', word: 'live', detail: link.lagMs === null ? '' : `lag ${millis(link.lagMs)}` };
    case 'STALE':
      return { name, tone: 'warn', word: 'stale', detail: link.ageMs === null ? 'age unknown' : `silent for ${millis(link.ageMs)}` };
    case 'CUT':
      return { name, tone: 'bad', word: 'cut', detail: link.ageMs === null ? 'never heard' : `silent for ${millis(link.ageMs)}` };
  }
}

function pathOf({ path }: OverviewIdc): Part {
  const name = 'Gateway path';
  const detail = path.of === null || path.of === 0 ? '' : `${path.reaching ?? 0} of ${path.of} reach it`;
  switch (path.state) {
    case 'WELL':
      return { name, tone: 'good', word: 'well', detail };
    case 'PARTLY':
      return { name, tone: 'warn', word: 'partly', detail };
    case 'DEAD':
      return { name, tone: 'bad', word: 'dead', detail };
    case 'UNKNOWN':
      return { name, tone: 'unknown', word: 'unknown', detail };
  }
}

function serviceOf({ service }: OverviewIdc): Part {
  const name = 'Services';
  const healthy = service.healthyPercent === null ? '' : `${percent(service.healthyPercent)} healthy`;
  const weak = service.weak.length === 0 ? healthy : service.weak.slice(0, 3).join(', ') + (service.weak.length > 3 ? ` and ${service.weak.length - 3} more` : '');
  switch (service.state) {
    case 'WELL':
      return { name, tone: 'good', word: 'well', detail: healthy };
    case 'WEAK':
      return { name, tone: 'warn', word: 'weak', detail: weak };
    case 'GONE':
      return { name, tone: 'bad', word: 'gone', detail: weak };
    case 'UNKNOWN':
      return { name, tone: 'unknown', word: 'unknown', detail: healthy };
  }
}

const WORST: Tone[] = ['bad', 'warn', 'unknown', 'good'];

/** The state of an IDC as a whole: its worst part, or its success when that is worse. */
export function idcTone(idc: OverviewIdc): Tone {
  const success = successTone(idc.successPercent);
  const tones = [...partsOf(idc).map((part) => part.tone), ...(success === 'unknown' ? [] : [success])];
  return WORST.find((tone) => tones.includes(tone)) ?? 'unknown';
}

/** One line for the top of the page: who is sick, or that nobody is. */
export function verdict(idcs: OverviewIdc[]): { tone: Tone; text: string } {
  const sick = idcs.filter((idc) => idcTone(idc) === 'bad').map((idc) => idc.name);
  const weak = idcs.filter((idc) => idcTone(idc) === 'warn').map((idc) => idc.name);
  if (sick.length > 0) return { tone: 'bad', text: `${sick.join(', ')}: sick${weak.length > 0 ? `; ${weak.join(', ')}: weak` : ''}` };
  if (weak.length > 0) return { tone: 'warn', text: `${weak.join(', ')}: weak` };
  const dark = idcs.filter((idc) => idcTone(idc) === 'unknown').map((idc) => idc.name);
  if (dark.length > 0) return { tone: 'unknown', text: `${dark.join(', ')}: not everything is known` };
  return { tone: 'good', text: `all ${idcs.length} IDCs are well` };
}
