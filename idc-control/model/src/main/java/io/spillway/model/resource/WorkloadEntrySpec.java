package io.spillway.model.resource;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One registered instance of a Group.
 *
 * @param cluster name of the deployment cluster that it runs in
 * @param address host name or IP address, or "unix:/path"
 * @param port 1..65535; 0 when the address is a path
 * @param weight 0..10000
 * @param lease how long it may be silent before it is shown as silent, null when it never is
 * @param checkPort where health checks go, 1..65535; 0 for where requests go
 */
public record WorkloadEntrySpec(String service, String group, String cluster, String address, int port, int weight,
        WorkloadState state, Map<String, String> labels, @Nullable Duration lease,
        int checkPort) implements Spec {

    public WorkloadEntrySpec {
        labels = Ordered.map(labels);
    }

    /** Creates a workload whose health checks go where its requests go. */
    public WorkloadEntrySpec(String service, String group, String cluster, String address, int port, int weight,
            WorkloadState state, Map<String, String> labels, @Nullable Duration lease) {
        this(service, group, cluster, address, port, weight, state, labels, lease, 0);
    }

    /** Weight of a workload that does not say. */
    public static final int DEFAULT_WEIGHT = 100;

    /** Returns the same in another state. */
    public WorkloadEntrySpec withState(WorkloadState other) {
        return new WorkloadEntrySpec(service, group, cluster, address, port, weight, other, labels, lease,
                checkPort);
    }

    @Override
    public Kind kind() {
        return Kind.WORKLOAD_ENTRY;
    }
}
