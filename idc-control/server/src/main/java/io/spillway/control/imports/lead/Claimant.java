package io.spillway.control.imports.lead;

import java.time.Duration;

import io.spillway.wire.v1.Hello;

/**
 * A process of registry-sync that could lead.
 *
 * @param node     unique in the IDC
 * @param instance another one each time the process starts
 * @param lease    after so long a silence it leads no more; at least a second, of which the registry counts whole ones
 */
public record Claimant(String node, String instance, Duration lease) {

    /** The lease of one that does not say. */
    private static final Duration USUAL_LEASE = Duration.ofSeconds(2);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Makes a lease that is too short one second. */
    public Claimant {
        lease = lease.compareTo(SHORTEST) < 0 ? SHORTEST : lease;
    }

    /** Returns the process that says hello. */
    public static Claimant of(Hello hello) {
        int said = hello.getLeaderLeaseMillis();
        return new Claimant(hello.getNode(), hello.getInstance(), said > 0 ? Duration.ofMillis(said) : USUAL_LEASE);
    }

    /** Returns whether it is that very process, whatever its lease. */
    boolean is(String otherNode, String otherInstance) {
        return node.equals(otherNode) && instance.equals(otherInstance);
    }

    /** Returns the lease in the registry's seconds, never a shorter one. */
    Duration ttl() {
        return Duration.ofSeconds(lease.plusSeconds(1).minusNanos(1).toSeconds());
    }
}
