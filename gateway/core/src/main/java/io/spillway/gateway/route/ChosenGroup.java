package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * The cluster that a request goes to.
 *
 * @param cluster the xDS cluster's name
 * @param reason why: {@code only}, {@code weight} or {@code sticky}
 * @param cookie the value of a {@code Set-Cookie} that keeps the client with its group, or null
 * @param subset the labels that the endpoint must have, or null
 */
public record ChosenGroup(String cluster, String reason, @Nullable String cookie, @Nullable Subset subset) {
    /** Creates a choice that the client need not know of. */
    public ChosenGroup(String cluster, String reason) {
        this(cluster, reason, null, null);
    }

    /** Creates the choice of one of a route's clusters. */
    ChosenGroup(WeightedCluster chosen, String reason, @Nullable String cookie) {
        this(chosen.cluster(), reason, cookie, chosen.subset());
    }
}
