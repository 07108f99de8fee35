package io.spillway.gateway.xds.demand;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.spillway.model.time.Ticker;
import io.spillway.wire.xds.XdsNames;

/**
 * Which groups of services are subscribed, since when nobody has used them, and what the control plane does not have.
 * {@link #ask}, {@link #absent} and {@link #use} are for all threads; the rest belongs to the owner of the world.
 *
 * <p>A group is asked for and forgotten as a whole, with the variants of its cluster that it has for each IDC: a traffic shift
 * must find the variant that it names already there.
 */
public final class Demand implements OnDemand {

    private final Ticker ticker;
    private final long forgetNanos;
    private final Consumer<String> wanted;
    private final Uses uses = new Uses();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile Set<String> absent = Set.of();
    private volatile int subscribed;

    /** When a group was asked for last; owned by the owner of the world. */
    private final Map<String, Long> stems = new HashMap<>();

    /**
     * Creates a demand for nothing.
     *
     * @param forgetAfter a group that no request used for so long is forgotten
     * @param wanted told, on the thread that asks, of each cluster that is asked for the first time
     */
    public Demand(Ticker ticker, Duration forgetAfter, Consumer<String> wanted) {
        this.ticker = ticker;
        this.forgetNanos = forgetAfter.toNanos();
        this.wanted = wanted;
    }

    /** Returns the group that a cluster belongs to: {@code service/group}, or the cluster itself when its name says nothing. */
    public static String stem(String cluster) {
        XdsNames.Parsed parsed = XdsNames.parse(cluster);
        return parsed == null ? cluster : parsed.base();
    }

    @Override
    public void ask(String cluster) {
        if (asked.add(cluster)) {
            wanted.accept(cluster);
        }
    }

    @Override
    public boolean absent(String cluster) {
        return absent.contains(cluster);
    }

    @Override
    public Use use(String cluster) {
        return uses.add(stem(cluster), ticker.nanos());
    }

    @Override
    public int subscribed() {
        return subscribed;
    }

    /** A cluster of this group is subscribed from now on. */
    public void subscribed(String stem) {
        stems.put(stem, ticker.nanos());
        subscribed = stems.size();
    }

    /** The control plane has none of these. */
    public void setAbsent(Set<String> names) {
        if (!absent.equals(names)) {
            absent = Set.copyOf(names);
        }
    }

    /** Returns the groups that nobody has used for the set time; they are asked for again by the next request. */
    public List<String> takeIdle() {
        long now = ticker.nanos();
        List<String> idle = stems.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= forgetNanos)
                .map(Map.Entry::getKey)
                .filter(stem -> uses.retire(stem, now, forgetNanos)).sorted().toList();
        if (!idle.isEmpty()) {
            idle.forEach(stems::remove);
            Set<String> gone = Set.copyOf(idle);
            asked.removeIf(cluster -> gone.contains(stem(cluster)));
            subscribed = stems.size();
        }
        return idle;
    }
}
