package io.spillway.control.snapshot;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.DrillFaults;
import io.spillway.control.state.Index;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * The one Runtime that is served: which part of the requests the faults of Routes and drills are made for, by runtime key. Routes name
 * the keys and make no fault without them, so that a stock Envoy makes faults just as long as it has this resource, which
 * ends with the first of them ({@link Versioned#until}). Without faults it is empty and stays. Pure.
 */
public final class FaultRuntime {

    /** The one without faults: what clients get that cannot let a resource end. */
    public static final Versioned NONE = Versioned.of(ResourceType.RUNTIME, XdsNames.RUNTIME_FAULTS,
            Runtime.newBuilder().setName(XdsNames.RUNTIME_FAULTS).setLayer(Struct.getDefaultInstance()).build());

    private static final String PREFIX = "spillway.fault.";

    private FaultRuntime() {}

    /** Returns it with the faults that are not over at that time. */
    static Versioned of(ControlState state, Instant now) {
        Struct.Builder layer = Struct.newBuilder();
        Instant first = null;
        for (Map.Entry<String, Fault> each : all(state).entrySet()) {
            Fault fault = each.getValue();
            Instant end = fault.expires();
            if (end != null && end.isAfter(now)) {
                if (fault.delay() != null) {
                    layer.putFields(delayKey(each.getKey()), share(fault.delay().percent()));
                }
                if (fault.abort() != null) {
                    layer.putFields(abortKey(each.getKey()), share(fault.abort().percent()));
                }
                first = first == null || end.isBefore(first) ? end : first;
            }
        }
        return first == null
                ? NONE
                : Versioned.until(first, ResourceType.RUNTIME, XdsNames.RUNTIME_FAULTS,
                        Runtime.newBuilder().setName(XdsNames.RUNTIME_FAULTS).setLayer(layer).build());
    }

    /** Returns those of Routes and those of drills by name. */
    private static Map<String, Fault> all(ControlState state) {
        Map<String, Fault> all = new TreeMap<>();
        for (String name : state.names(Index.ROUTES_BY_FAULT, Index.FAULT)) {
            Fault fault = fault(state.get(Kind.ROUTE, name));
            if (fault != null) {
                all.put(name, fault);
            }
        }
        DrillFaults.all(state).forEach(made -> all.put(made.name(), made.what().fault()));
        return all;
    }

    private static @Nullable Fault fault(@Nullable Resource route) {
        return route != null && route.spec() instanceof RouteSpec spec ? spec.treatment().fault() : null;
    }

    /** Returns the key of the part of a Route's or a drill's requests that wait. */
    static String delayKey(String name) {
        return PREFIX + name + ".delay";
    }

    /** Returns the key of the part of a Route's or a drill's requests that are answered. */
    static String abortKey(String name) {
        return PREFIX + name + ".abort";
    }

    private static Value share(double percent) {
        return Value.newBuilder().setStructValue(Struct.newBuilder()
                .putFields("numerator", Value.newBuilder().setNumberValue(RouteActions.parts(percent)).build())
                .putFields("denominator", Value.newBuilder().setStringValue("MILLION").build())).build();
    }
}
