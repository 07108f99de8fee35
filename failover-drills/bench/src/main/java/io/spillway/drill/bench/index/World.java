package io.spillway.drill.bench.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.KeyValue;

/**
 * An IDC as large as is asked for, as its registry holds it. Two IDCs back every service. No workload names its service: all
 * are found by a selector of two labels, one of which is the same for the whole IDC. Pure.
 */
public final class World {
    /** The IDC whose control node holds it. */
    public static final String IDC = "idc-a";
    private static final int PORT = 8080;

    private final Size size;
    private final RecordCodec codec = new StoredRecords();

    /** Creates a world of that size. */
    public World(Size size) {
        this.size = size;
    }

    /** Returns everything, as of revision 1. */
    public List<KeyValue> listing() {
        List<KeyValue> entries = new ArrayList<>();
        for (String idc : List.of(IDC, "idc-b")) {
            entries.add(entry(Resource.of(idc, new IdcSpec(null, null, List.of(), List.of("127.0.0.1:7000"), 0)), 1));
        }
        entries.add(entry(Resource.of("main", new DrGroupSpec(List.of(IDC, "idc-b"), 1)), 1));
        for (int i = 0; i < size.services(); i++) {
            ServiceSpec spec = new ServiceSpec(List.of("service-" + i + ".test"),
                    Map.of("app", "service-" + i, "env", "production"), ServiceSpec.DEFAULT_GROUPS, "main",
                    ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL);
            entries.add(entry(Resource.of("service-" + i, spec), 1));
        }
        for (int i = 0; i < size.workloads(); i++) {
            entries.add(workload(i, WorkloadState.UP, 1));
        }
        return entries;
    }

    /** Returns the record of a workload in a state, as of a revision. */
    KeyValue workload(int number, WorkloadState state, long revision) {
        int service = number % size.services();
        return entry(Resource.of("workload-" + number,
                new WorkloadEntrySpec("by-labels", "default", "cluster-" + number % 3, address(number), PORT,
                        WorkloadEntrySpec.DEFAULT_WEIGHT, state,
                        Map.of("app", "service-" + service, "env", "production"), null)),
                revision);
    }

    /** Returns the name of the cluster that holds a workload. */
    public String clusterOf(int number) {
        return "service-" + number % size.services() + "/default";
    }

    private KeyValue entry(Resource resource, long revision) {
        return new KeyValue(ResourceKeys.keyOf(resource.kind(), resource.name()),
                codec.write(resource, null, "bench", Instant.EPOCH), 1, revision, 0);
    }

    private static String address(int number) {
        return "10." + (number >>> 16 & 0xFF) + "." + (number >>> 8 & 0xFF) + "." + (number & 0xFF);
    }
}
