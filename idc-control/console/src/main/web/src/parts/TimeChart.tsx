import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

/** Distinct in both schemes, and by dashes for who does not tell the colours apart. */
const LIGHT = ['#1350b8', '#b4540a', '#146c2e', '#8a2be2', '#a81c12', '#0f6b75'];
const DARK = ['#9cc4ff', '#f5b971', '#74dd90', '#d0a6ff', '#ffa196', '#7fd8e2'];
const DASHES = [[], [8, 4], [2, 4], [10, 4, 2, 4], [4, 4], [12, 3]];

export type Line = { name: string; values: (number | null)[] };

/** Lines over time. What it shows is said in `about` for who cannot see it; the figures stand elsewhere as text. */
export function TimeChart({ times, lines, unit, about, height = 190 }: { times: number[]; lines: Line[]; unit: string; about: string; height?: number }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme('light');
  const names = lines.map((line) => line.name).join('\n');
  const data = useRef<uPlot.AlignedData>([[]]);
  useEffect(() => {
    data.current = [times.map((at) => at / 1_000), ...lines.map((line) => line.values)] as uPlot.AlignedData;
    chart.current?.setData(data.current);
  }, [times, lines]);
  useEffect(() => {
    const box = place.current;
    if (!box) return undefined;
    const made = new uPlot(options(names.split('\n'), unit, scheme === 'dark', box.clientWidth, height), data.current, box);
    chart.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height }));
    sizes.observe(box);
    return () => {
      sizes.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [names, unit, scheme, height]);
  return <div ref={place} role="img" aria-label={about} style={{ width: '100%', minHeight: height }} />;
}

function options(names: string[], unit: string, dark: boolean, width: number, height: number): uPlot.Options {
  const colours = dark ? DARK : LIGHT;
  const ink = dark ? '#aab5c3' : '#4a5565';
  const grid = { stroke: dark ? '#2a3542' : '#e4e8ed', width: 1 };
  const axis = { stroke: ink, grid, ticks: grid, font: '12px system-ui, sans-serif' };
  return {
    width: Math.max(200, width),
    height,
    cursor: { show: false },
    legend: { show: true, live: false },
    scales: { y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.08)] } },
    axes: [{ ...axis, space: 90, values: (_, marks) => marks.map((mark) => new Date(mark * 1_000).toLocaleTimeString(undefined, { hour12: false })) }, { ...axis, size: 64, values: (_, marks) => marks.map((mark) => `${mark} ${unit}`) }],
    series: [
      {},
      ...names.map((name, index) => ({
        label: name,
        stroke: colours[index % colours.length]!,
        dash: DASHES[index % DASHES.length]!,
        width: 2,
        points: { show: false },
      })),
    ],
  };
}
