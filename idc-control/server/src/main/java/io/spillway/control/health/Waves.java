package io.spillway.control.health;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * For each service and for all of them, whether the data path contradicts the checks: see {@link Wave}. Made anew now and then
 * from all targets. Immutable.
 *
 * @param contradicted services of which new failures are not believed
 * @param all whether no new failures of any service are
 * @param alarm what is wrong, for people; empty for nothing
 */
record Waves(Set<String> contradicted, boolean all, String alarm) {

    static final Waves NONE = new Waves(Set.of(), false, "");

    /** Reports are averages of some seconds: those of requests after the beginning come so much later. */
    private static final long LAG_NANOS = 3_000_000_000L;

    boolean contradict(String service) {
        return all || contradicted.contains(service);
    }

    private static final class Sum {
        private int checked;
        private int failing;
        private long sinceNanos = Long.MAX_VALUE;
        private long intervalNanos;

        void add(Target target, boolean isNew, long since) {
            checked++;
            if (isNew) {
                failing++;
                sinceNanos = Math.min(sinceNanos, since);
                intervalNanos = Math.max(intervalNanos, target.check.interval().toNanos());
            }
        }
    }

    /** What was told before of a target's failures. */
    interface Known {
        /** Returns whether something is already held against that workload. */
        boolean against(String workload);
    }

    static Waves of(Collection<Target> targets, Known known, DataPath path, long nowNanos) {
        Map<String, Sum> services = new HashMap<>();
        Sum everything = new Sum();
        for (Target target : targets) {
            boolean isNew = target.standing.failing() && !known.against(target.workload);
            long since = target.failingSinceNanos - nowNanos;
            services.computeIfAbsent(target.service, _ -> new Sum()).add(target, isNew, since);
            everything.add(target, isNew, since);
        }
        Set<String> contradicted = new HashSet<>();
        double requests = 0;
        double errors = 0;
        for (Map.Entry<String, Sum> entry : services.entrySet()) {
            Sum sum = entry.getValue();
            if (sum.failing == 0) {
                continue;
            }
            Wave wave = wave(entry.getKey(), sum, path, nowNanos);
            requests += wave.requests();
            errors += wave.errors();
            if (wave.contradicted()) {
                contradicted.add(entry.getKey());
            }
        }
        boolean all = new Wave(everything.checked, everything.failing, requests, errors).contradicted();
        return new Waves(Set.copyOf(contradicted), all, alarm(contradicted, all, everything));
    }

    private static Wave wave(String service, Sum sum, DataPath path, long nowNanos) {
        long began = nowNanos + sum.sinceNanos;
        return new Wave(sum.checked, sum.failing, path.requests(service, began + LAG_NANOS),
                path.errors(service, began - sum.intervalNanos - LAG_NANOS));
    }

    private static String alarm(Set<String> contradicted, boolean all, Sum everything) {
        if (all) {
            return everything.failing + " of " + everything.checked
                    + " workloads fail their checks while requests to them succeed: look at this node and its network";
        }
        return contradicted.isEmpty()
                ? ""
                : "checks of " + String.join(", ", new java.util.TreeSet<>(contradicted))
                        + " fail while requests to them succeed: look at the check and at this node's network";
    }
}
