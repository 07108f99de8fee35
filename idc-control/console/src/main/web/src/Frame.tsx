import { Button, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { Link, NavLink, useNavigate } from 'react-router';
import { nodes, nodesOf } from './api/nodes';
import { freshness } from './api/overview';
import { logOut, useSession } from './api/session';
import { useWatched, watch } from './api/watching';
import { SamplesContext } from './api/watching';
import { useSampling } from './overview/sampling';
import { Mark } from './parts/Mark';
import { useNow } from './parts/now';
import { span } from './say/time';

const NAV: [string, string, string][][] = [
  [['/', 'Overview', '']],
  [
    ['/switchovers', 'Switch-overs', 'switchOvers'],
    ['/shifts', 'Shifts', 'shifts'],
    ['/approvals', 'Approvals', ''],
    ['/drills', 'Drills', 'drills'],
  ],
  [
    ['/services', 'Services', ''],
    ['/workloads', 'Workloads', ''],
    ['/routes', 'Routes', ''],
    ['/drgroups', 'DrGroups', ''],
    ['/idcs', 'IDCs', ''],
    ['/gateways', 'Gateways', ''],
    ['/imports', 'Imports', ''],
  ],
  [
    ['/explain', 'Explain', ''],
    ['/audit', 'Audit', ''],
  ],
];

export function Frame({ children }: { children: React.ReactNode }) {
  const session = useSession();
  const client = useQueryClient();
  const samples = useSampling();
  const watched = useWatched();
  useEffect(() => nodes.offer(nodesOf(session)), [session]);
  useEffect(() => watch.start(), [session.author]);
  // Answers of the node that was left are not those of the one that is asked now.
  useEffect(() => nodes.subscribe(() => void client.invalidateQueries({ queryKey: ['v1'] })), [client]);
  useEffect(() => {
    if (watched.loggedOut) void client.invalidateQueries({ queryKey: ['session'] });
  }, [watched.loggedOut, client]);
  return (
    <SamplesContext value={samples}>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <div className="frame">
        <Top />
        <Staleness />
        <Navigation />
        <main className="main" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </SamplesContext>
  );
}

function Top() {
  const session = useSession();
  const watched = useWatched();
  const now = useNow();
  const fresh = freshness(watched, now);
  const alerts = watched.overview?.alerts ?? [];
  const pages = alerts.filter((alert) => alert.severity === 'page').length;
  return (
    <header className="top">
      <Link to="/" className="brand">
        <img src="/console/mark.svg" alt="" /> Spillway
      </Link>
      {alerts.length > 0 ? (
        <Link to="/" aria-label={`${alerts.length} alerts`}>
          <Mark tone={pages > 0 ? 'bad' : 'warn'}>{alerts.length === 1 ? '1 alert' : `${alerts.length} alerts`}</Mark>
        </Link>
      ) : null}
      {session.development ? <Mark tone="warn">development: anybody may do anything</Mark> : null}
      <span className="grow" />
      <Reading />
      <span className="number" data-freshness={fresh.kind}>
        {fresh.kind === 'fresh' ? (
          <Mark tone="good">live</Mark>
        ) : fresh.kind === 'waiting' ? (
          <Mark tone="unknown">waiting for data</Mark>
        ) : (
          <Mark tone="bad">{fresh.ageMs === null ? 'no data' : `data ${span(fresh.ageMs)} old`}</Mark>
        )}
      </span>
      <Scheme />
      <Person />
    </header>
  );
}

/** Which node is read, and the others to go to. */
function Reading() {
  const current = useSyncExternalStore(nodes.subscribe, nodes.current);
  const watched = useWatched();
  const all = nodes.all();
  if (all.length < 2) return <span>reading {watched.node || current.label}</span>;
  return (
    <label className="row">
      reading
      <select className="mono" value={current.url} onChange={(event) => nodes.go(event.target.value)}>
        {all.map((node) => (
          <option key={node.url} value={node.url}>
            {node.url === current.url && watched.connected && watched.node ? watched.node : node.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <label className="row">
      <span className="hidden">Colours</span>
      <select value={colorScheme} onChange={(event) => setColorScheme(event.target.value as 'auto' | 'light' | 'dark')}>
        <option value="auto">system</option>
        <option value="light">light</option>
        <option value="dark">dark</option>
      </select>
    </label>
  );
}

function Person() {
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await logOut();
    client.clear();
    await navigate('/login');
  };
  return (
    <span className="row">
      <Link to="/me">{session.person || session.author || 'who am I'}</Link>
      {session.development ? null : (
        <Button size="compact-sm" variant="default" onClick={() => void leave()}>
          Log out
        </Button>
      )}
    </span>
  );
}

/** Says in words, over the whole width, that what is shown may not be so any more. */
function Staleness() {
  const watched = useWatched();
  const now = useNow();
  const fresh = freshness(watched, now);
  if (fresh.kind === 'fresh' || (fresh.kind === 'waiting' && !watched.cut)) return null;
  const age = fresh.ageMs === null ? 'Nothing has been heard yet.' : `What is shown is ${span(fresh.ageMs)} old.`;
  return (
    <div className="banner tone-bad" role="alert">
      {watched.cut ? `The stream is cut: ${watched.cut}. ` : `No event from ${watched.node}. `}
      {age} Trying {nodes.current().label}.
    </div>
  );
}

function Navigation() {
  const overview = useWatched().overview;
  const counts: Record<string, number> = {
    switchOvers: overview?.switchOvers.length ?? 0,
    shifts: overview?.shifts.length ?? 0,
    drills: overview?.drills.length ?? 0,
  };
  return (
    <nav className="nav" aria-label="Pages">
      {NAV.map((group) => (
        <ul key={group[0]![0]}>
          {group.map(([to, name, counted]) => (
            <li key={to}>
              <NavLink to={to} end={to === '/'}>
                {name}
                {counts[counted] ? <span className="number">{counts[counted]}</span> : null}
              </NavLink>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
