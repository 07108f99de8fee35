package io.spillway.gateway.xds.stream;

import java.time.Duration;
import java.util.List;

/**
 * Which control plane is asked next, and when. They take turns; one that refused a stream and said when to come back is left
 * alone until then, and another one is asked meanwhile. Time is given in nanoseconds of any origin. Used by one thread.
 */
final class Turns {

    /** A control plane that says more than this is not believed: it may have restarted long before. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final List<ControlAddress> addresses;
    private final boolean[] advised;
    private final long[] notBefore;
    private int next;

    /** Creates turns that begin with the address at {@code first}. */
    Turns(List<ControlAddress> addresses, int first) {
        this.addresses = List.copyOf(addresses);
        this.advised = new boolean[addresses.size()];
        this.notBefore = new long[addresses.size()];
        this.next = first;
    }

    /** Returns whose turn it is, and goes on to the next one. */
    ControlAddress take() {
        ControlAddress address = addresses.get(next);
        advised[next] = false;
        next = (next + 1) % addresses.size();
        return address;
    }

    /** A control plane does not want to be asked before so much time is over; nothing or less is no advice. */
    void leave(ControlAddress address, Duration advice, long nowNanos) {
        int index = addresses.indexOf(address);
        if (index >= 0 && advice.isPositive()) {
            advised[index] = true;
            notBefore[index] = nowNanos + (advice.compareTo(LONGEST) > 0 ? LONGEST : advice).toNanos();
        }
    }

    /**
     * Gives the turn to the first in order of those that may be asked soonest, and returns how long to wait for that.
     *
     * @param atLeast so long is waited in any case
     */
    Duration wait(Duration atLeast, long nowNanos) {
        int best = next;
        for (int i = 1; i < addresses.size(); i++) {
            int index = (next + i) % addresses.size();
            if (nanos(index, atLeast, nowNanos) < nanos(best, atLeast, nowNanos)) {
                best = index;
            }
        }
        next = best;
        return Duration.ofNanos(nanos(best, atLeast, nowNanos));
    }

    private long nanos(int index, Duration atLeast, long nowNanos) {
        return advised[index] ? Math.max(atLeast.toNanos(), notBefore[index] - nowNanos) : atLeast.toNanos();
    }
}
