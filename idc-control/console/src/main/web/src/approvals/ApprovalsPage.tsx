import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { call } from '../api/client';
import { useAsked } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Approval } from '../api/types';
import { Command } from '../parts/Command';
import { DeedDialog } from '../parts/DeedDialog';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { approveCommand, plainCommand } from '../say/command';

type Approvals = { approvals: Approval[] };

function useApprovals() {
  return useAsked<Approvals>('/v1/approvals', 2_000);
}

export function ApprovalsPage() {
  const asked = useApprovals();
  const all = asked.data?.approvals ?? [];
  return (
    <Page title="Approvals">
      <Panel title="Waits for a second person, or was approved and is not used yet">
        {asked.error ? <ProblemNote failed={asked.error} /> : null}
        {asked.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
        {asked.data && all.length === 0 ? <p className="dim">Nothing.</p> : null}
        <ul className="plain-list">
          {all.map((each) => (
            <li key={each.id}>
              <div className="row">
                <Link to={`/approvals/${each.id}`}>{each.id}</Link>
                <Standing approval={each} />
                <span>asked for by {each.person}</span>
                <span className="dim">
                  over <Time at={each.expiresAtUnixMillis} age />
                </span>
              </div>
              <div>{each.objects.join(', ')}</div>
            </li>
          ))}
        </ul>
      </Panel>
      <p>
        Plans of <Link to="/switchovers">switch-overs</Link> are approved on their own pages.
      </p>
      <Command command={plainCommand('approve')} />
    </Page>
  );
}

function Standing({ approval }: { approval: Approval }) {
  return approval.approver ? <Mark tone="good">approved by {approval.approver}</Mark> : <Mark tone="warn">waits</Mark>;
}

export function ApprovalPage() {
  const { id = '' } = useParams();
  const session = useSession();
  const asked = useApprovals();
  const [asking, setAsking] = useState(false);
  const approval = asked.data?.approvals.find((each) => each.id === id);
  const own = approval?.person === session.person;
  return (
    <Page title={`approvals/${id}`} beside={<Link to="/approvals">all approvals</Link>}>
      {asked.error ? <ProblemNote failed={asked.error} /> : null}
      {asked.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
      {asked.data && !approval ? <p>It does not exist (any more): it is used up, or was over after 15 minutes.</p> : null}
      {approval ? (
        <div className="stack">
          <Panel>
            <Facts
              facts={[
                ['Standing', <Standing approval={approval} />],
                ['Asked for by', approval.person],
                ['Asked', <Time at={approval.askedAtUnixMillis} age />],
                ['Over', <Time at={approval.expiresAtUnixMillis} age />],
                ['About', approval.objects.join(', ')],
                ['Hash', <span className="mono">{approval.hash}</span>],
              ]}
            />
            {own ? <p>You asked for it, so somebody else has to approve it.</p> : null}
            {!own && !approval.approver && may(session, 'approve') ? (
              <Button mt={12} onClick={() => setAsking(true)}>
                Approve…
              </Button>
            ) : null}
            {approval.approver ? <p>It is carried out when who asked repeats it with this approval.</p> : null}
          </Panel>
          <Panel title="What would be done, in the server's words">
            <pre className="text" tabIndex={0} role="region" aria-label="What would be done">
              {approval.text}
            </pre>
          </Panel>
          <Command command={approveCommand(approval.id, approval.hash)} />
        </div>
      ) : null}
      {asking && approval ? (
        <DeedDialog
          close={() => setAsking(false)}
          deed={{
            title: `Approve ${approval.id}`,
            does: `You say yes to exactly what has the hash ${approval.hash}, asked for by ${approval.person}.`,
            label: 'Approve',
            word: approval.id,
            command: () => approveCommand(approval.id, approval.hash),
            run: () => call(`/v1/approvals/${encodeURIComponent(approval.id)}/approve`, { method: 'POST', body: { hash: approval.hash } }),
          }}
        />
      ) : null}
    </Page>
  );
}
