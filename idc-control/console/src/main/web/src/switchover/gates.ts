import type { Figures, SwitchOver } from '../api/types';
import type { Tone } from '../say/figures';
import { millis, percent, rate } from '../say/figures';

/** One gate of a step: what it was before, what it is, what it may be. */
export type Gate = { name: string; before: string; now: string; limit: string; tone: Tone };

function judged(now: number | undefined, holds: (now: number) => boolean): Tone {
  return now === undefined ? 'unknown' : holds(now) ? 'good' : 'bad';
}

/**
 * The figures of a step against those from before it, as the control plane judges them: success may fall by points, the p99 may
 * grow by a factor, load and misroutes have a bound of their own. A figure that nobody knows is judged by nobody.
 */
export function gatesOf(switchOver: SwitchOver, figures: Figures | null): Gate[] {
  const gates = { successRate: 0.5, p99: 1.5, targetLoad: 80, misroutes: 0, ...(switchOver.spec.gates ?? {}) };
  const before = switchOver.status?.measured ?? {};
  const now = figures ?? {};
  const least = before.successRate === undefined ? undefined : before.successRate - gates.successRate;
  const slowest = before.p99Millis === undefined ? undefined : before.p99Millis * gates.p99;
  return [
    {
      name: 'Success',
      before: percent(before.successRate),
      now: percent(now.successRate),
      limit: least === undefined ? `may fall by ${gates.successRate} points` : `at least ${percent(least)}`,
      tone: least === undefined ? 'unknown' : judged(now.successRate, (value) => value >= least),
    },
    {
      name: 'p99',
      before: millis(before.p99Millis),
      now: millis(now.p99Millis),
      limit: slowest === undefined ? `${gates.p99} times` : `at most ${millis(slowest)}`,
      tone: slowest === undefined ? 'unknown' : judged(now.p99Millis, (value) => value <= slowest),
    },
    { name: `Load of ${switchOver.spec.to}`, before: percent(before.targetLoad), now: percent(now.targetLoad), limit: `at most ${gates.targetLoad} %`, tone: judged(now.targetLoad, (value) => value <= gates.targetLoad) },
    { name: 'Misrouted', before: `${rate(before.misroutedPerSecond)}/s`, now: `${rate(now.misroutedPerSecond)}/s`, limit: `at most ${gates.misroutes}/s`, tone: judged(now.misroutedPerSecond, (value) => value <= gates.misroutes) },
    { name: 'Requests', before: `${rate(before.requestsPerSecond)}/s`, now: `${rate(now.requestsPerSecond)}/s`, limit: '–', tone: 'unknown' },
  ];
}
