package io.spillway.control.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows whoever tries tokens: some tries of an address are free, then each waits twice as long as the one before. What is
 * remembered is bounded; who was longest not here is forgotten first. A network of IPv6 counts as one address. Safe for all
 * threads.
 */
public final class Attempts {

    /** So many tries in a row are free. */
    static final int FREE = 5;
    /** Nobody waits longer: many people may come by the address of one proxy. */
    static final Duration LONGEST = Duration.ofSeconds(30);
    /** What was so long ago is forgotten. */
    static final Duration FORGOTTEN = Duration.ofMinutes(15);
    /** So many addresses are remembered. */
    static final int MOST = 10_000;

    private final InstantSource clock;
    /** The one that was longest not here first. Guarded by this. */
    private final Map<String, Tried> tried = new LinkedHashMap<>();

    private record Tried(int times, Instant last) {

        /** Returns how long after {@code last} the next one may come. */
        Duration pause() {
            int beyond = times - FREE;
            if (beyond < 0) {
                return Duration.ZERO;
            }
            Duration doubled = Duration.ofSeconds(1L << Math.min(beyond, 10));
            return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        }
    }

    /** Creates one that knows of nobody. */
    public Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a try, unless it comes too early. Returns for how long it has to wait: zero when it may be made. */
    public synchronized Duration begin(String address) {
        Instant now = clock.instant();
        String network = network(address);
        Tried before = tried.get(network);
        if (before == null || !now.isBefore(before.last().plus(FORGOTTEN))) {
            before = new Tried(0, now);
        }
        Duration left = Duration.between(now, before.last().plus(before.pause()));
        if (left.isPositive()) {
            return left;
        }
        tried.remove(network);
        tried.put(network, new Tried(before.times() + 1, now));
        if (tried.size() > MOST) {
            tried.remove(tried.keySet().iterator().next());
        }
        return Duration.ZERO;
    }

    /** Forgets the tries of an address: the last one was right. */
    public synchronized void right(String address) {
        tried.remove(network(address));
    }

    /** Returns how many addresses are remembered. */
    synchronized int size() {
        return tried.size();
    }

    /** A home or a rented machine has 2^64 addresses of IPv6: their first half is who it is. */
    private static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length < 8 ? address : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }
}
