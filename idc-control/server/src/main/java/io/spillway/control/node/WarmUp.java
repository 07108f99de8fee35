package io.spillway.control.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/**
 * Builds catalogs of made-up resources and throws them away. The first use of the xDS messages loads some thousand
 * classes; a node that is not ready yet has the time for that, the first push after the start has not.
 */
final class WarmUp {

    /** Enough for the first compiler to have seen what a shift touches; a second or two while the registry loads. */
    private static final int ROUNDS = 400;

    private WarmUp() {}

    static void run(CatalogBuilder builder, RecordCodec codec) {
        ShiftScope scope = new ShiftScope.ServiceScope("s");
        Resource route = Resource.of("r", new RouteSpec(List.of("r.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("s", GroupSpec.DEFAULT, 100)), null, null, null));
        ControlState state = ControlState.empty().with(Resource.of("g", new DrGroupSpec(List.of("a", "b"), 1)))
                .with(Resource.of("s", ServiceSpec.of(List.of("s.test"), "g")))
                .with(Resource.of("s.b",
                        new ServiceEntrySpec("b", "s", new OriginVersion(1, 1),
                                List.of(new GatewayAddress("n", "127.0.0.1", 1)),
                                List.of(new GroupCapacity(GroupSpec.DEFAULT, 1, 1, 1, 1)))))
                .with(route);
        for (int i = 0; i < ROUNDS; i++) {
            int here = i % 3 * 50;
            Resource shift = Resource.of(scope.resourceName(), new TrafficShiftSpec(scope,
                    Map.of("a", here, "b", 100 - here), Set.of(), "", null, OnExpiry.ALARM, false,
                    new Generation(i + 1, "a"), ""));
            Resource workload = Resource.of("w", new WorkloadEntrySpec("s", GroupSpec.DEFAULT, "c", "127.0.0.1", i + 1,
                    1, WorkloadState.UP, Map.of(), null));
            ControlState next = state.with(workload).with(shift);
            var _ = builder.build(next);
            for (Resource resource : List.of(workload, shift)) {
                byte[] record = codec.write(resource, null, "", Instant.EPOCH);
                var _ = codec.read(resource.kind(), resource.name(), record, 1);
            }
        }
    }
}
