package io.spillway.gateway.xds.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the requests that were finished at one locality, since the process started. Each counts once, where its last
 * attempt was; tunnels, and requests whose client did not wait, count nowhere.
 *
 * @param failed answers 5xx, and answers that broke off
 * @param misrouted requests that came here although the IDC had no share, and one that has was open
 * @param latency how many requests took so long, by bucket of {@link io.spillway.model.resource.LatencyBuckets}; empty for
 *        none
 */
public record FinishedLoad(long failed, long misrouted, List<Long> latency) {

    /** Nothing was finished. */
    public static final FinishedLoad NONE = new FinishedLoad(0, 0, List.of());

    public FinishedLoad {
        latency = List.copyOf(latency);
    }

    /** Returns both together. */
    public FinishedLoad plus(FinishedLoad other) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < Math.max(latency.size(), other.latency.size()); i++) {
            sum.add(at(i) + other.at(i));
        }
        return new FinishedLoad(failed + other.failed, misrouted + other.misrouted, sum);
    }

    /** Returns how many took as long as that bucket says. */
    long at(int bucket) {
        return bucket < latency.size() ? latency.get(bucket) : 0;
    }
}
