import { Loader } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAsked } from '../api/queries';
import type { Resource } from '../api/types';
import { Command } from '../parts/Command';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { getCommand } from '../say/command';
import { words } from './columns';
import { Tree } from './Tree';

/** One resource of any kind: what was written, and what the system says of it. */
export function ObjectPage({ plural }: { plural: string }) {
  const { name = '' } = useParams();
  const asked = useAsked<Resource>(`/v1/${plural}/${encodeURIComponent(name)}`, 5_000);
  return (
    <Page title={`${plural}/${name}`} beside={<Link to={`/${plural}`}>all {plural}</Link>}>
      {asked.error ? <ProblemNote failed={asked.error} /> : null}
      {asked.data ? <Shown resource={asked.data} /> : asked.error ? null : <Loader size="sm" aria-label="Loading" />}
      <Command command={getCommand(plural, name, 'yaml')} />
    </Page>
  );
}

export function Shown({ resource }: { resource: Resource }) {
  const labels = words(resource.metadata.labels);
  return (
    <div className="stack">
      <Panel>
        <Facts
          facts={[
            ['Kind', resource.kind],
            ['Revision', resource.metadata.revision ?? '–'],
            ...(labels ? ([['Labels', labels]] as [string, string][]) : []),
          ]}
        />
      </Panel>
      <Panel title="What was written (spec)">
        <Tree value={resource.spec} name="spec" />
      </Panel>
      {resource.status ? (
        <Panel title="What the system says (status)">
          <Tree value={resource.status} name="status" />
        </Panel>
      ) : null}
    </div>
  );
}
