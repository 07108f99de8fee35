import { useNavigate } from 'react-router';
import type { Overview, OverviewIdc } from '../api/types';
import { percent, rate, successTone } from '../say/figures';
import { idcTone, partsOf } from './health';
import { arrange, NODE, type Arrow, type Placed } from './layout';

const SHAPES = { good: '●', warn: '▲', bad: '■', unknown: '○' };

/** The IDCs and what goes between them. The tables below say the same as text. */
export function TrafficMap({ overview }: { overview: Overview }) {
  const plan = arrange(overview.idcs, overview.edges);
  return (
    <svg className="map" viewBox={`0 0 ${plan.width} ${plan.height}`} role="group" aria-label="Map of the IDCs and the traffic between them">
      <defs>
        {(['good', 'warn', 'bad', 'unknown'] as const).map((tone) => (
          <marker key={tone} id={`head-${tone}`} viewBox="0 0 10 10" refX="7" refY="5" markerUnits="userSpaceOnUse" markerWidth="26" markerHeight="26" orient="auto">
            <path d="M0 0 L10 5 L0 10 z" className={`f-${tone}`} />
          </marker>
        ))}
      </defs>
      {plan.regions.filter((region) => region.name !== '').map((region) => (
        <g key={`${region.name} ${region.x} ${region.y}`}>
          <rect className="region" x={region.x} y={region.y} width={region.width} height={region.height} rx="14" />
          <text className="soft" x={region.x + 14} y={region.y + 20} fontSize="15">
            {region.name}
          </text>
        </g>
      ))}
      {plan.arrows.map((arrow) => (
        <Edge key={`${arrow.edge.from}>${arrow.edge.to}`} arrow={arrow} />
      ))}
      {plan.nodes.map((placed) => (
        <IdcBox key={placed.idc.name} placed={placed} home={homeOf(overview, placed.idc)} />
      ))}
    </svg>
  );
}

function homeOf(overview: Overview, idc: OverviewIdc): number | null {
  return overview.edges.find((edge) => edge.from === idc.name && edge.to === idc.name)?.requestsPerSecond ?? null;
}

function Edge({ arrow }: { arrow: Arrow }) {
  const { edge } = arrow;
  const idle = edge.requestsPerSecond === null || edge.requestsPerSecond < 0.05;
  const tone = idle ? 'unknown' : successTone(edge.successPercent);
  const rps = `${rate(edge.requestsPerSecond)}/s`;
  const success = idle ? '' : percent(edge.successPercent);
  const width = idle ? 64 : 132;
  return (
    <g role="img" aria-label={`from ${edge.from} to ${edge.to}: ${rps}${success ? `, ${success} success` : ''}`} data-edge={`${edge.from}>${edge.to}`}>
      <path className={`arrow t-${tone} ${idle ? 'idle' : ''}`} d={arrow.path} strokeWidth={arrow.width} markerEnd={`url(#head-${tone})`} />
      {idle ? null : <path className="flow" d={arrow.path} />}
      <rect className={`pill t-${tone}`} x={arrow.label.x - width / 2} y={arrow.label.y - 26} width={width} height={idle ? 30 : 52} rx="9" />
      <text x={arrow.label.x} y={arrow.label.y - (idle ? 5 : 4)} textAnchor="middle" fontSize={idle ? 17 : 21} fontWeight="700">
        {rps}
      </text>
      {idle ? null : (
        <text className={`f-${tone}`} x={arrow.label.x} y={arrow.label.y + 18} textAnchor="middle" fontSize="17" fontWeight="600">
          {success}
        </text>
      )}
    </g>
  );
}

function IdcBox({ placed, home }: { placed: Placed; home: number | null }) {
  const { idc, x, y } = placed;
  const navigate = useNavigate();
  const tone = idcTone(idc);
  const parts = partsOf(idc);
  const gateways = idc.gateways ? `${idc.gateways.synced}/${idc.gateways.connected} gateways` : '';
  return (
    <g className="idc" data-idc={idc.name} data-tone={tone}>
      <a
        href={`/console/idcs/${idc.name}`}
        onClick={(event) => {
          event.preventDefault();
          void navigate(`/idcs/${idc.name}`);
        }}
      >
        <rect className={`box t-${tone}`} x={x} y={y} width={NODE.width} height={NODE.height} rx="12" />
        <text x={x + 16} y={y + 34} fontSize="24" fontWeight="700">
          <tspan aria-hidden="true" className={`f-${tone}`} fontSize="20">
            {SHAPES[tone]}{' '}
          </tspan>
          {idc.name}
        </text>
        <text className="soft" x={x + NODE.width - 16} y={y + 32} textAnchor="end" fontSize="15">
          {idc.here ? 'read from here' : gateways}
        </text>
        <text x={x + 16} y={y + 66} fontSize="19" fontWeight="600">
          {rate(idc.requestsPerSecond)}/s
          <tspan className={`f-${successTone(idc.successPercent)}`}> {percent(idc.successPercent)}</tspan>
        </text>
        <text className="soft" x={x + NODE.width - 16} y={y + 66} textAnchor="end" fontSize="15">
          {home === null ? '' : `${rate(home)}/s stays home`}
        </text>
        {parts.map((part, index) => (
          <g key={part.name}>
            <text x={x + 16} y={y + 98 + index * 26} fontSize="16">
              <tspan aria-hidden="true" className={`f-${part.tone}`}>{SHAPES[part.tone]} </tspan>
              {part.name}
            </text>
            <text className={`f-${part.tone}`} x={x + 152} y={y + 98 + index * 26} fontSize="16" fontWeight="600">
              {part.word}
              <tspan className="soft" fontWeight="400" fontSize="14">
                {part.detail ? ` ${shortened(part.detail, part.word)}` : ''}
              </tspan>
            </text>
          </g>
        ))}
      </a>
    </g>
  );
}

/** What fits beside the word, at the width of an ordinary letter. */
function shortened(text: string, beside: string): string {
  const room = Math.floor((NODE.width - 168 - beside.length * 9.5) / 7.4);
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
