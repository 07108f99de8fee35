package io.spillway.gateway.proxy.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.load.ClusterLoad;
import io.spillway.gateway.xds.load.LoadSource;
import io.spillway.gateway.xds.load.LocalityLoad;

/** The counts of all event loops by cluster, summed up when somebody asks. Safe for all threads. */
public final class LoadCounts implements LoadSource {
    private final Map<String, OfCluster> clusters = new ConcurrentHashMap<>();

    private static final class OfCluster {
        final List<AtomicLong> asked = new CopyOnWriteArrayList<>();
        final List<LocalityCounts> localities = new CopyOnWriteArrayList<>();
        final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
        final LongAdder unserved = new LongAdder();
    }

    private record Place(Locality locality, int priority) {}

    /** Returns a new count of the requests for a cluster, however many attempts each makes, for one event loop to write. */
    AtomicLong asked(String cluster) {
        AtomicLong asked = new AtomicLong();
        of(cluster).asked.add(asked);
        return asked;
    }

    /** Returns new counts, for one event loop. */
    LocalityCounts forLoop(String cluster, Locality locality, int priority) {
        LocalityCounts counts = new LocalityCounts(locality, priority);
        of(cluster).localities.add(counts);
        return counts;
    }

    /** Counts a request that was refused before any endpoint was asked. */
    public void dropped(String cluster, String reason) {
        of(cluster).dropped.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    /** Counts a request that the gateway answered with 5xx before any endpoint was asked. */
    public void unserved(String cluster) {
        of(cluster).unserved.increment();
    }

    private OfCluster of(String cluster) {
        OfCluster found = clusters.get(cluster);
        return found != null ? found : clusters.computeIfAbsent(cluster, _ -> new OfCluster());
    }

    /** Forgets the clusters that are gone; one that comes back counts from zero. */
    void retain(RoutingSnapshot snapshot) {
        clusters.keySet().removeIf(name -> snapshot.cluster(name) == null);
    }

    @Override
    public List<ClusterLoad> totals() {
        List<ClusterLoad> totals = new ArrayList<>();
        clusters.forEach((name, cluster) -> {
            Map<Place, LocalityLoad> sums = new HashMap<>();
            for (LocalityCounts counts : cluster.localities) {
                LocalityLoad none = counts.none();
                Place place = new Place(none.locality(), none.priority());
                sums.put(place, counts.plus(sums.getOrDefault(place, none)));
            }
            Map<String, Long> dropped = new HashMap<>();
            cluster.dropped.forEach((reason, count) -> dropped.put(reason, count.sum()));
            totals.add(new ClusterLoad(name, name,
                    cluster.asked.stream().mapToLong(AtomicLong::getOpaque).sum(), List.copyOf(sums.values()),
                    dropped, cluster.unserved.sum()));
        });
        return totals;
    }
}
