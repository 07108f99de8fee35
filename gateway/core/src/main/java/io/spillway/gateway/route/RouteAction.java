package io.spillway.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** What a route does with its requests. */
public sealed interface RouteAction {

    /**
     * Sends them to a cluster.
     *
     * @param clusters the clusters to choose from, at least one, weights sum &gt; 0
     * @param timeout how long the whole request may take; zero means no limit
     * @param retries when attempts are repeated
     * @param pathRewrite what becomes of the path, or null
     * @param hostRewrite the Host that the service sees, or null for that of the request
     * @param treatment what else is done, or null for nothing
     * @param hash what of a request its endpoint depends on where that is chosen by hash: the first that it has; or null
     * @param upgrades the protocols, in lower case, that a connection may be upgraded to beside {@code websocket}
     */
    record Forward(List<WeightedCluster> clusters, Duration timeout, RetryConditions retries,
            @Nullable PathRewrite pathRewrite, @Nullable String hostRewrite,
            @Nullable Treatment treatment, @Nullable List<StickyKey> hash,
            Set<String> upgrades) implements RouteAction {
        public Forward {
            clusters = List.copyOf(clusters);
            hash = hash == null ? null : List.copyOf(hash);
            upgrades = Set.copyOf(upgrades);
            requireNonNull(timeout, "timeout");
            requireNonNull(retries, "retries");
            long sum = 0;
            for (WeightedCluster cluster : clusters) {
                sum += cluster.weight();
            }
            if (sum < 1 || sum > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "sum of weights of " + clusters + ": " + sum + " (expected: 1..2147483647)");
            }
        }

        /** Creates a forward that upgrades to {@code websocket} only. */
        public Forward(List<WeightedCluster> clusters, Duration timeout, RetryConditions retries,
                @Nullable PathRewrite pathRewrite, @Nullable String hostRewrite, @Nullable Treatment treatment,
                @Nullable List<StickyKey> hash) {
            this(clusters, timeout, retries, pathRewrite, hostRewrite, treatment, hash, Set.of());
        }

        /** Creates a forward whose endpoints depend on nothing. */
        public Forward(List<WeightedCluster> clusters, Duration timeout, RetryConditions retries,
                @Nullable PathRewrite pathRewrite, @Nullable String hostRewrite, @Nullable Treatment treatment) {
            this(clusters, timeout, retries, pathRewrite, hostRewrite, treatment, null);
        }

        /** Creates a forward that leaves the Host as it is. */
        public Forward(List<WeightedCluster> clusters, Duration timeout, RetryConditions retries,
                @Nullable PathRewrite pathRewrite) {
            this(clusters, timeout, retries, pathRewrite, null, null, null);
        }

        /** Creates a forward that does nothing else. */
        public Forward(List<WeightedCluster> clusters, Duration timeout, RetryConditions retries,
                @Nullable PathRewrite pathRewrite, @Nullable String hostRewrite) {
            this(clusters, timeout, retries, pathRewrite, hostRewrite, null, null);
        }

        /** Returns a forward to one cluster with standard retries. */
        public static Forward to(String cluster, Duration timeout) {
            return new Forward(List.of(new WeightedCluster(cluster, 1)), timeout, RetryConditions.STANDARD, null);
        }

        /** Returns the clusters that requests may go to, copies of them too. */
        public List<String> named() {
            List<String> named = new ArrayList<>();
            for (WeightedCluster choice : clusters) {
                named.add(choice.cluster());
            }
            if (treatment != null && treatment.mirror() != null) {
                named.add(treatment.mirror().cluster());
            }
            return named;
        }

        /** Returns the sum of all weights. */
        public int totalWeight() {
            int sum = 0;
            for (int i = 0; i < clusters.size(); i++) {
                sum += clusters.get(i).weight();
            }
            return sum;
        }
    }

    /**
     * Answers with another place.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param target what changes
     * @param stripQuery whether the query is left out
     * @param response what is changed in the headers of the answer, or null
     */
    record Redirect(int status, RedirectTarget target, boolean stripQuery, @Nullable HeaderEdits response)
            implements
                RouteAction {
        /** Creates a redirect whose answer says nothing else. */
        public Redirect(int status, RedirectTarget target, boolean stripQuery) {
            this(status, target, stripQuery, null);
        }

        /** Returns the {@code Location} of a request that came with the given scheme. */
        public String location(RequestView request, String requestScheme) {
            String full = request.path();
            int mark = full.indexOf('?');
            String query = mark < 0 || stripQuery ? "" : full.substring(mark);
            return target.location(request.authority(), mark < 0 ? full : full.substring(0, mark), requestScheme)
                    + query;
        }
    }

    /**
     * Answers at once.
     *
     * @param status 200..599
     * @param body what is answered, may be empty
     * @param reason why, for the log
     * @param response what is changed in the headers of the answer, or null
     */
    record Refuse(int status, String body, String reason, @Nullable HeaderEdits response) implements RouteAction {
        /** Creates an answer that says nothing else. */
        public Refuse(int status, String body, String reason) {
            this(status, body, reason, null);
        }
    }
}
