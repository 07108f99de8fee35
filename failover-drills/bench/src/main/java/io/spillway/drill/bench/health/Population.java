package io.spillway.drill.bench.health;

import java.util.List;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.drill.bench.health.responder.ResponderPorts;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;

/**
 * The targets, as a control node knows them: twenty to a service. The mortals come first, then the dead, a third each
 * refused, frozen and silent, then those that are fine. Pure.
 *
 * @param dead how many are dead from the beginning
 */
record Population(HealthPlan plan, int dead, ResponderPorts ports) {
    static final String IDC = "idc-a";
    private static final int WORKLOADS_PER_SERVICE = 20;
    private static final int WAYS_TO_BE_DEAD = 3;

    /** Returns everything. */
    ControlState state() {
        ControlState state = ControlState.empty()
                .with(Resource.of(IDC, new IdcSpec(null, null, List.of(), List.of("127.0.0.1:7000"), 0)))
                .with(Resource.of("main", new DrGroupSpec(List.of(IDC), 1)));
        HealthCheck check = new HealthCheck(plan.probe(), plan.interval(), HealthCheck.DEFAULTS.timeout(),
                HealthCheck.DEFAULTS.unhealthyThreshold(), HealthCheck.DEFAULTS.healthyThreshold(),
                HealthCheck.DEFAULTS.jitterPercent());
        for (int i = 0; i < services(); i++) {
            state = state.with(Resource.of(service(i), new ServiceSpec(List.of(service(i) + ".test"), Map.of(),
                    ServiceSpec.DEFAULT_GROUPS, "main", ServicePolicy.DEFAULTS.withHealthCheck(check),
                    ServiceSpec.EXPORT_TO_ALL)));
        }
        for (int i = 0; i < plan.targets(); i++) {
            state = state.with(Resource.of(workload(i),
                    new WorkloadEntrySpec(service(i), "default", "cluster",
                            i < plan.mortals() ? "127.0.0.1" : address(i),
                            port(i), WorkloadEntrySpec.DEFAULT_WEIGHT, WorkloadState.UP, Map.of(), null)));
        }
        return state;
    }

    String workload(int number) {
        return "workload-" + number;
    }

    /** Returns the service of a workload: neighbours are of different ones. */
    String service(int number) {
        return "service-" + number % services();
    }

    private int services() {
        return Math.max(1, plan.targets() / WORKLOADS_PER_SERVICE);
    }

    private int port(int number) {
        if (number < plan.mortals()) {
            return ports.mortals().get(number);
        }
        if (number >= plan.mortals() + dead) {
            return ports.live();
        }
        return switch (number % WAYS_TO_BE_DEAD) {
            case 0 -> ports.refused();
            case 1 -> ports.frozen();
            default -> ports.silent();
        };
    }

    /** Each target has an address of its own on the loopback network. */
    private static String address(int number) {
        return "127." + (1 + (number >>> 16)) + "." + (number >>> 8 & 0xFF) + "." + (number & 0xFF);
    }
}
