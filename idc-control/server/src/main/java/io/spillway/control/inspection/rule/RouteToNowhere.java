package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WeightedGroup;

/** Routes that send requests to what does not exist. */
final class RouteToNowhere implements Rule {

    private static final Findings.Advice NOWHERE = new Findings.Advice("route-to-nowhere",
            "A gateway has no cluster of that name, so it refuses what the route matches",
            "Create the service and group, or correct the route");
    private static final Findings.Advice NO_MIRROR = new Findings.Advice("route-to-nowhere",
            "Only the copies are lost; requests go their way",
            "Create the service and group, or take the mirror out of the route");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.ROUTE)) {
            if (resource.spec() instanceof RouteSpec route) {
                for (WeightedGroup group : route.groups()) {
                    if (!exists(idc.state(), group.service(), group.group())) {
                        findings.error(NOWHERE, Findings.path(resource), "cluster " + group.service() + "/"
                                + group.group() + " does not exist: requests get 503 no_cluster");
                    }
                }
                Mirror mirror = route.treatment().mirror();
                if (mirror != null && !exists(idc.state(), mirror.service(), mirror.group())) {
                    findings.warning(NO_MIRROR, Findings.path(resource), "cluster " + mirror.service() + "/"
                            + mirror.group() + " does not exist: nothing is mirrored");
                }
            }
        }
    }

    private static boolean exists(ControlState state, String name, String group) {
        ServiceSpec service = state.service(name);
        return service != null && service.groups().stream().map(GroupSpec::name).anyMatch(group::equals);
    }
}
