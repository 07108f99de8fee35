import { Loader } from '@mantine/core';
import { useListing } from '../api/queries';
import { Command } from '../parts/Command';
import { LongList } from '../parts/LongList';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { getCommand } from '../say/command';
import { columnsOf } from './columns';

const TITLES: Record<string, string> = { services: 'Services', workloads: 'Workloads', routes: 'Routes', drgroups: 'DrGroups', idcs: 'IDCs', clusters: 'Clusters' };

const NAME = (row: { metadata: { name: string } }) => row.metadata.name;

/** All resources of a kind. */
export function ListPage({ plural }: { plural: string }) {
  const listing = useListing(plural, 10_000);
  return (
    <Page title={TITLES[plural] ?? plural}>
      <Panel>
        {listing.error ? <ProblemNote failed={listing.error} /> : null}
        {listing.data ? <LongList rows={listing.data.items} columns={columnsOf(plural)} name={TITLES[plural] ?? plural} keyOf={NAME} /> : listing.error ? null : <Loader size="sm" aria-label="Loading" />}
      </Panel>
      <Command command={getCommand(plural)} />
    </Page>
  );
}
