package io.spillway.gateway.xds.load;

import java.util.List;

/** Where counts are read. Called by one thread, the reporter's; what it reads may be counted by others meanwhile. */
@FunctionalInterface
public interface LoadSource {

    /** Returns the counts of every cluster from the start of the process on; they only grow, but for what is in flight. */
    List<ClusterLoad> totals();

    /** Returns what is known of the ways to each other IDC now; empty where nobody knows of another. */
    default List<PathState> paths() {
        return List.of();
    }
}
