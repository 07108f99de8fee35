import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Colours of both schemes, as theme.css has them. */
function schemes(): Record<string, Record<string, string>> {
  const css = readFileSync(new URL('../src/theme.css', import.meta.url), 'utf8');
  const block = (start: string) => Object.fromEntries([...css.slice(css.indexOf(start)).split('}')[0]!.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]));
  return { light: block(':root {'), dark: block(":root[data-mantine-color-scheme='dark'] {") };
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** WCAG 2.1, "contrast ratio". */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const TONES = ['good', 'warn', 'bad', 'busy', 'unknown'];
const TEXT: [string, string][] = [
  ...['text', 'dim', 'link', ...TONES].flatMap((ink): [string, string][] => [[ink, 'ground'], [ink, 'panel']]),
  ...TONES.flatMap((tone): [string, string][] => [[tone, `${tone}-ground`], ['text', `${tone}-ground`]]),
  ['link', 'warn-ground'],
  ['link', 'bad-ground'],
  ['on-filled', 'go-ground'],
  ['on-filled', 'danger-ground'],
];

describe('contrast', () => {
  for (const [scheme, colours] of Object.entries(schemes())) {
    it(`of text is 4.5 or more in the ${scheme} scheme`, () => {
      for (const [ink, ground] of TEXT) expect(contrast(colours[ink]!, colours[ground]!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    });

    it(`of what one has to see is 3 or more in the ${scheme} scheme`, () => {
      for (const ground of ['ground', 'panel']) for (const ink of ['control-line', 'focus']) expect(contrast(colours[ink]!, colours[ground]!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(3);
    });
  }

  it('is computed right', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
