package io.spillway.wire.document;

import java.time.Duration;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/** Fields of WorkloadEntry. */
final class WorkloadFields {

    private static final ScalarType<Integer> PORT = ScalarType.integer(1, 65_535);

    private WorkloadFields() {}

    static WorkloadEntrySpec read(Decoder spec) {
        String service = spec.required("service", Names.TYPE);
        String group = spec.optional("group", Names.TYPE, GroupSpec.DEFAULT);
        String cluster = spec.required("cluster", Names.TYPE);
        String address = spec.required("address", Addresses.WORKLOAD);
        int port = readPort(spec, address);
        int weight = spec.optional("weight", ServiceFields.WEIGHT, WorkloadEntrySpec.DEFAULT_WEIGHT);
        WorkloadState state = spec.optional("state", ScalarType.choice(WorkloadState.class), WorkloadState.UP);
        var labels = spec.map("labels", ScalarType.TEXT);
        Duration lease = spec.optional("lease", PolicyFields.SOME_DURATION);
        int checkPort = spec.optional("checkPort", PORT, 0);
        if (checkPort != 0 && address.startsWith("unix:")) {
            spec.violation("checkPort", "no port, because the address is a path");
        }
        return new WorkloadEntrySpec(service, group, cluster, address, port, weight, state, labels, lease, checkPort);
    }

    private static int readPort(Decoder spec, String address) {
        if (!address.startsWith("unix:")) {
            return spec.required("port", PORT);
        }
        if (spec.has("port")) {
            spec.violation("port", "no port, because the address is a path");
        }
        return 0;
    }

    static Tree write(WorkloadEntrySpec spec) {
        Fields fields = new Fields().text("service", spec.service()).text("group", spec.group())
                .text("cluster", spec.cluster()).text("address", spec.address());
        if (spec.port() != 0) {
            fields.number("port", spec.port());
        }
        fields.number("weight", spec.weight()).text("state", spec.state().name()).textMap("labels", spec.labels())
                .duration("lease", spec.lease());
        if (spec.checkPort() != 0) {
            fields.number("checkPort", spec.checkPort());
        }
        return fields.tree();
    }
}
