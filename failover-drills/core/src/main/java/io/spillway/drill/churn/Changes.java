package io.spillway.drill.churn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.spillway.drill.churn.Change.Put;
import io.spillway.drill.churn.Change.Remove;
import io.spillway.drill.churn.ChurnSpec.Kind;

/**
 * Which changes come one after the other: a function of the specification and its seed. Every change changes something, and
 * no service is ever without a workload. Used by one thread.
 */
public final class Changes {

    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;
    private static final int WEIGHTS = 200;
    private static final int USUAL_WEIGHT = 100;

    private final ChurnSpec spec;
    private final SplittableRandom random;
    private final Map<String, Put> standing = new LinkedHashMap<>();
    private final Map<String, Put> away = new LinkedHashMap<>();

    /** Begins with all workloads there. */
    public Changes(ChurnSpec spec) {
        this.spec = spec;
        this.random = new SplittableRandom(spec.seed());
        for (int service = 0; service < spec.services(); service++) {
            for (int workload = 0; workload < spec.workloads(); workload++) {
                Put put = new Put(workload(service, workload), service(service),
                        FIRST_PORT + service * spec.workloads() + workload, USUAL_WEIGHT);
                standing.put(put.workload(), put);
            }
        }
    }

    /** Returns the name of a service. */
    static String service(int number) {
        return "churn-" + number;
    }

    private static String workload(int service, int number) {
        return service(service) + "-" + number;
    }

    /** Returns what is there after the changes so far, by name. */
    public Map<String, Put> standing() {
        return new TreeMap<>(standing);
    }

    /** Returns the workloads that are there now, in the order in which they are written first. */
    public List<Put> population() {
        return new ArrayList<>(standing.values());
    }

    /** Returns the next change. */
    public Change next() {
        int service = random.nextInt(spec.services());
        String workload = workload(service, random.nextInt(spec.workloads()));
        Kind kind = spec.kinds().get(random.nextInt(spec.kinds().size()));
        Put gone = away.get(service(service));
        if (gone != null && (kind == Kind.MEMBERSHIP || gone.workload().equals(workload))) {
            away.remove(service(service));
            standing.put(gone.workload(), gone);
            return gone;
        }
        Put now = standing.get(workload);
        if (now == null) {
            throw new IllegalStateException(workload + " is neither there nor away");
        }
        return switch (kind) {
            case MEMBERSHIP -> {
                standing.remove(workload);
                away.put(service(service), now);
                yield new Remove(workload);
            }
            case WEIGHT -> there(new Put(workload, now.service(), now.port(), other(now.weight(), 1, WEIGHTS)));
            case ADDRESS -> there(new Put(workload, now.service(), other(now.port(), FIRST_PORT, PORTS), now.weight()));
        };
    }

    private Put there(Put put) {
        standing.put(put.workload(), put);
        return put;
    }

    /** Returns a number of the range that is not the one there is now. */
    private int other(int now, int from, int count) {
        int chosen = from + random.nextInt(count - 1);
        return chosen >= now ? chosen + 1 : chosen;
    }
}
