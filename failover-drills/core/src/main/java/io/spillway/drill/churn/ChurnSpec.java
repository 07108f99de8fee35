package io.spillway.drill.churn;

import java.util.List;

/**
 * Which changes are made.
 *
 * @param services
 *            how many there are, called {@code churn-0}, {@code churn-1}, ...
 * @param workloads
 *            how many each has
 * @param perSecond
 *            changes per second, whatever becomes of them
 * @param kinds
 *            what changes, each as often as the others
 * @param seed
 *            of everything that is chosen by chance
 */
public record ChurnSpec(int services, int workloads, double perSecond, List<Kind> kinds, long seed) {

    /** What changes about a workload. */
    public enum Kind {
        /** Its weight. */
        WEIGHT,
        /** Its port. */
        ADDRESS,
        /** It leaves, or comes back; of a service only one at a time is away. */
        MEMBERSHIP
    }

    /** Copies the list. */
    public ChurnSpec {
        kinds = List.copyOf(kinds);
        if (services < 1 || workloads < 1 || perSecond <= 0 || kinds.isEmpty()) {
            throw new IllegalArgumentException("churn of " + services + " services x " + workloads + " workloads, "
                    + perSecond + "/s, " + kinds + " (expected: at least one of each)");
        }
        if (kinds.contains(Kind.MEMBERSHIP) && workloads < 2) {
            throw new IllegalArgumentException(
                    "churn of membership with 1 workload (expected: at least 2, so that a service is never empty)");
        }
    }
}
