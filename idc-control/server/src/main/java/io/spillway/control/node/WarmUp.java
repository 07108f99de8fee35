package io.spillway.control.node;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/**
 * Builds a catalog of made-up resources and throws it away. The first use of the xDS messages loads some thousand
 * classes; a node that is not ready yet has the time for that, the first push after an empty start has not.
 */
final class WarmUp {

    private static final int ROUNDS = 20;

    private WarmUp() {}

    static void run(CatalogBuilder builder) {
        ShiftScope scope = new ShiftScope.ServiceScope("s");
        ControlState state = ControlState.empty().with(Resource.of("g", new DrGroupSpec(List.of("a", "b"), 1)))
                .with(Resource.of("s", ServiceSpec.of(List.of("s.test"), "g")))
                .with(Resource.of("s.b",
                        new ServiceEntrySpec("b", "s", new OriginVersion(1, 1),
                                List.of(new GatewayAddress("n", "127.0.0.1", 1)),
                                List.of(new GroupCapacity(GroupSpec.DEFAULT, 1, 1, 1, 1)))))
                .with(Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("a", 50, "b", 50),
                        Set.of(), "", null, OnExpiry.ALARM, false, new Generation(1, "a"), "")));
        for (int i = 0; i < ROUNDS; i++) {
            var _ = builder.build(state.with(Resource.of("w", new WorkloadEntrySpec("s", GroupSpec.DEFAULT, "c",
                    "127.0.0.1", i + 1, 1, WorkloadState.UP, Map.of(), null))));
        }
    }
}
