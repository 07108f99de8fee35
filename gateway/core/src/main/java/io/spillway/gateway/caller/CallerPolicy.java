package io.spillway.gateway.caller;

import java.util.List;

import io.spillway.model.identity.SpiffeId;

/**
 * Who may call: whoever one of the grants means, and nobody else. Immutable, safe for all threads; a decision takes time by
 * the number of grants, which are few, and allocates nothing.
 *
 * @param grants nobody may call without any
 */
public record CallerPolicy(List<Grant> grants) {
    /** What holds for a crossing of which nothing is said: the gateways of other IDCs, and nobody else. */
    public static final CallerPolicy GATEWAYS = new CallerPolicy(
            List.of(new Grant(new Caller.Of(null, SpiffeId.Role.GATEWAY), true)));

    /** The reason of the answer to somebody who may not call. */
    public static final String REFUSED = "caller_refused";

    public CallerPolicy {
        grants = List.copyOf(grants);
    }

    /**
     * What some callers may do.
     *
     * @param caller whom it means
     * @param tunnels whether they may ask for a tunnel (CONNECT) too
     */
    public record Grant(Caller caller, boolean tunnels) {
        @Override
        public String toString() {
            return caller + (tunnels ? "" : ", without CONNECT");
        }
    }

    /**
     * Returns whether a request is let in.
     *
     * @param caller the name in the caller's certificate
     * @param tunnel whether the request is a CONNECT
     */
    public boolean allows(SpiffeId caller, boolean tunnel) {
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            if ((grant.tunnels || !tunnel) && grant.caller.matches(caller)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the policy for people. */
    @Override
    public String toString() {
        return grants.isEmpty() ? "nobody" : String.join("; ", grants.stream().map(Grant::toString).toList());
    }
}
