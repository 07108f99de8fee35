import { may, rolesLine, type Deed } from '../api/roles';
import { useSession } from '../api/session';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { Time } from '../parts/Time';

const DEEDS: [Deed, string][] = [
  ['write', 'write Services, Routes, Workloads and shifts'],
  ['switch', 'plan and carry out switch-overs'],
  ['release', 'release what a guard holds'],
  ['approve', 'approve what others ask for'],
  ['drill', 'write Drills'],
  ['ground', 'write Idcs, Clusters, DrGroups'],
];

export function MePage() {
  const session = useSession();
  return (
    <Page title="Who am I">
      <Panel>
        <Facts
          facts={[
            ['Person', session.person],
            ['Stands in histories as', <span className="mono">{session.author}</span>],
            ['Roles', rolesLine(session)],
            ['Logged in at', `${session.idc}/${session.node}`],
            ['Until', session.expires === null ? 'the browser is closed' : <Time at={session.expires} />],
            ['Goes on with', session.peers.map((peer) => `${peer.idc} (${peer.url})`).join(', ') || 'no other node'],
          ]}
        />
      </Panel>
      <Panel title="What you may do here">
        <ul>
          <li>
            <Mark tone="good">yes</Mark> read everything, ask explain
          </li>
          {DEEDS.map(([deed, words]) => (
            <li key={deed}>
              <Mark tone={may(session, deed) ? 'good' : 'unknown'}>{may(session, deed) ? 'yes' : 'no'}</Mark> {words}
            </li>
          ))}
        </ul>
      </Panel>
    </Page>
  );
}
