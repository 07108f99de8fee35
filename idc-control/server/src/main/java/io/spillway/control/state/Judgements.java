package io.spillway.control.state;

import java.util.HashMap;
import java.util.Map;

/**
 * About which workloads this node has found something out that the registry may not have yet. Until it has, what the registry
 * says of them is older. Owned by the state's thread.
 */
final class Judgements {

    private static final long NOT_WRITTEN = Long.MAX_VALUE;

    /** The revision from which on the registry is right again. */
    private final Map<String, Long> awaited = new HashMap<>();

    void found(String workload) {
        awaited.put(workload, NOT_WRITTEN);
    }

    /** The registry has it since {@code revision}; the state has seen everything up to {@code seen}. */
    void written(String workload, long revision, long seen) {
        if (revision <= seen) {
            awaited.remove(workload);
        } else {
            awaited.replace(workload, revision);
        }
    }

    /** Everything before {@code revision} has been seen. */
    void reached(long revision) {
        awaited.values().removeIf(from -> from <= revision);
    }

    boolean awaits(String workload) {
        return awaited.containsKey(workload);
    }
}
