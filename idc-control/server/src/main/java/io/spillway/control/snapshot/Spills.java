package io.spillway.control.snapshot;

import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SpillKind;
import io.spillway.wire.record.SpillRecord;
import io.spillway.wire.record.SpillRecord.GroupLoad;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * By how much load the requests to a Group are divided, as our gateways are told it with each locality. It stands in the
 * assignment and not in the cluster: to a stock Envoy another cluster is a new one, with new connections. Pure.
 *
 * @param load null when it is not known: then the numbers of healthy endpoints decide
 */
record Spills(@Nullable GroupLoad load, int capacityPerWeight) {

    static final Spills UNKNOWN = new Spills(null, 0);

    static Spills of(ControlState state, String service, String group) {
        ServiceSpec spec = state.service(service);
        SpillRecord record = state.spill(service);
        if (spec == null || record == null) {
            return UNKNOWN;
        }
        Balancing balancing = spec.policy().balancing();
        return balancing.spill() == SpillKind.CAPACITY && balancing.capacityPerWeight() > 0
                ? new Spills(record.groups().get(group), balancing.capacityPerWeight())
                : UNKNOWN;
    }

    /** Returns the metadata of a locality of this IDC whose workloads have that weight; empty for none. */
    Map<String, String> here(int weight) {
        return load == null ? Map.of() : figures(load.demand(), capacity(weight));
    }

    /** Returns the metadata of the gateways of another IDC; empty for none. */
    Map<String, String> there(String idc) {
        Long most = load == null ? null : load.targets().get(idc);
        return load == null || most == null ? Map.of() : figures(load.demand(), most);
    }

    /** Returns requests per second that workloads of that weight carry; 0 when it is not known. */
    long capacity(int weight) {
        return (long) capacityPerWeight * weight;
    }

    private static Map<String, String> figures(long demand, long capacity) {
        return Map.of(XdsNames.META_LOAD, "capacity=" + capacity + ",demand=" + demand);
    }
}
