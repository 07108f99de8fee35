package io.spillway.gateway.route;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/** Chooses one of a route's clusters by weight. Under a traffic shift the clusters are a group's variants by target IDC. */
public final class GroupChoice {
    /** The route has one cluster. */
    public static final String ONLY = "only";
    /** The draw by weight fell on it. */
    public static final String WEIGHT = "weight";

    /** The request's key belongs to it. */
    public static final String STICKY = "sticky";

    private GroupChoice() {}

    /**
     * Returns the cluster of the request's key when the route is sticky and the request has one, else a cluster with
     * probability weight/sum; a cluster of weight 0 is never returned.
     */
    public static ChosenGroup choose(RouteAction.Forward forward, RequestView request, RandomGenerator random) {
        List<WeightedCluster> clusters = forward.clusters();
        if (clusters.size() == 1) {
            return new ChosenGroup(clusters.getFirst(), ONLY, null);
        }
        Treatment treatment = forward.treatment();
        if (treatment != null && treatment.sticky() != null) {
            ChosenGroup chosen = sticky(treatment.sticky(), request, random);
            if (chosen != null) {
                return chosen;
            }
        }
        int left = random.nextInt(forward.totalWeight());
        for (int i = 0; i < clusters.size(); i++) {
            left -= clusters.get(i).weight();
            if (left < 0) {
                return new ChosenGroup(clusters.get(i), WEIGHT, null);
            }
        }
        throw new IllegalStateException("draw beyond the sum of weights of " + clusters);
    }

    /** A client without a cookie gets one, when the route gives them, and goes where it will go from now on. */
    private static @Nullable ChosenGroup sticky(StickySplit split, RequestView request, RandomGenerator random) {
        String key = split.key().of(request);
        if (key != null) {
            return new ChosenGroup(split.choose(key), STICKY, null);
        }
        if (split.key() instanceof StickyKey.Cookie(String name, Duration ttl) && ttl != null) {
            String made = Long.toHexString(random.nextLong());
            String age = ttl.isZero() ? "" : "; Max-Age=" + ttl.toSeconds();
            return new ChosenGroup(split.choose(made), STICKY,
                    name + "=" + made + age + "; Path=/; HttpOnly; SameSite=Lax");
        }
        return null;
    }
}
