package io.spillway.control.node;

import java.util.List;
import java.util.Set;

import io.spillway.control.load.World;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.Kind;

/** What load reports may be about: the clusters of the newest catalog, and the IDCs. Used by one thread. */
final class Served implements World {

    private final String ownIdc;
    private final Set<String> peers;
    private final CatalogHolder catalog;
    private final StateSource state;
    private Catalog listed = Catalog.empty();
    private List<String> clusters = List.of();

    Served(String ownIdc, Set<String> peers, CatalogHolder catalog, StateSource state) {
        this.ownIdc = ownIdc;
        this.peers = Set.copyOf(peers);
        this.catalog = catalog;
        this.state = state;
    }

    @Override
    public boolean hasCluster(String name) {
        return catalog.get().get(ResourceType.CLUSTER, name) != null;
    }

    @Override
    public boolean hasIdc(String name) {
        return name.equals(ownIdc) || peers.contains(name) || state.get().get(Kind.IDC, name) != null;
    }

    @Override
    public List<String> clusters() {
        Catalog newest = catalog.get();
        if (newest.revision() != listed.revision()) {
            listed = newest;
            clusters = List.copyOf(newest.all(ResourceType.CLUSTER).sortedKeys());
        }
        return clusters;
    }
}
