import { describe, expect, it } from 'vitest';
import { count, millis, percent, rate, successTone, UNKNOWN } from '../src/say/figures';
import { ago, duration, millisOf, span, utc } from '../src/say/time';

describe('figures', () => {
  it('never round a share up to 100 % while something fails', () => {
    expect(percent(100)).toBe('100 %');
    expect(percent(99.9999)).toBe('99.99 %');
    expect(percent(99.4)).toBe('99.40 %');
    expect(percent(99.458)).toBe('99.45 %');
    expect(percent(97.13)).toBe('97.1 %');
    expect(percent(0)).toBe('0 %');
  });

  it('are a dash when nobody knows them, never a nought', () => {
    for (const say of [percent, rate, millis]) for (const none of [null, undefined, NaN]) expect(say(none)).toBe(UNKNOWN);
    expect(rate(0)).toBe('0');
    expect(successTone(null)).toBe('unknown');
  });

  it('have as many digits as say something', () => {
    expect([0.04, 0.5, 3, 12.3, 420.6, 12_345].map(rate)).toEqual(['0', '0.5', '3', '12', '421', '12,345']);
    expect([0.4, 12.3, 999, 1_500].map(millis)).toEqual(['0.4 ms', '12 ms', '999 ms', '1.5 s']);
    expect([count(1, 'row'), count(5_000, 'row')]).toEqual(['1 row', '5,000 rows']);
  });

  it('call somebody below 99 %', () => {
    expect([100, 99.9, 99.89, 99, 98.99].map(successTone)).toEqual(['good', 'good', 'warn', 'warn', 'bad']);
  });
});

describe('times', () => {
  it('are said in their two largest units', () => {
    expect([0, 999, 1_000, 9_940, 59_000, 60_000, 3_725_000, 90_000_000].map(span)).toEqual(['0 ms', '999 ms', '1.0 s', '9.9 s', '59s', '1m', '1h 2m', '1d 1h']);
    expect(ago(1_000, 31_000)).toBe('30s ago');
    expect(ago(31_000, 1_000)).toBe('in 30s');
  });

  it('are read from ISO 8601 and from milliseconds; what is none is null', () => {
    expect(millisOf('2026-11-27T13:56:37Z')).toBe(Date.UTC(2026, 10, 27, 13, 56, 37));
    expect(millisOf(5)).toBe(5);
    for (const none of [null, undefined, '', 'soon']) expect(millisOf(none)).toBeNull();
    expect(utc(0)).toBe('1970-01-01T00:00:00.000Z');
  });

  it('of spans are read as the control plane reads them', () => {
    expect(['250ms', '90s', '1h30m', '2d', '0s'].map(duration)).toEqual([250, 90_000, 5_400_000, 172_800_000, 0]);
    for (const none of ['', '5', 'm', '1 h', '-1s', '1.5h']) expect(duration(none), none).toBeNull();
  });
});
