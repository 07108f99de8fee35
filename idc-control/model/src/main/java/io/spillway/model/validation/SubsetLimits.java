package io.spillway.model.validation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WeightedGroup;

/**
 * Whether the labels that Routes ask for are among those that the Service's workloads are divided by: else every such
 * request would get the fallback, and nobody would be told. A Service that is not there (yet) is not asked.
 */
final class SubsetLimits {

    private SubsetLimits() {}

    static void check(RouteSpec route, ResourceView after, Findings findings) {
        for (int i = 0; i < route.groups().size(); i++) {
            WeightedGroup group = route.groups().get(i);
            ServiceSpec service = after.spec(Kind.SERVICE, group.service(), ServiceSpec.class);
            if (service != null && !divides(service, group.subset())) {
                findings.add("/spec/groups/" + i + "/subset", text(group.subset().keySet()),
                        "the labels of one of the selectors of policy.subsets of Service " + group.service()
                                + "; it has " + selectors(service));
            }
        }
    }

    static void check(String name, ServiceSpec service, ResourceView after, Findings findings) {
        for (Resource other : after.all(Kind.ROUTE)) {
            if (other.spec() instanceof RouteSpec route) {
                for (WeightedGroup group : route.groups()) {
                    if (group.service().equals(name) && !divides(service, group.subset())) {
                        findings.add("/spec/policy/subsets/selectors", selectors(service), "also "
                                + text(group.subset().keySet()) + ", because Route " + other.name() + " asks for it");
                    }
                }
            }
        }
    }

    private static boolean divides(ServiceSpec service, Map<String, String> subset) {
        return subset.isEmpty() || service.policy().balancing().subsets().keys().stream()
                .anyMatch(keys -> Set.copyOf(keys).equals(subset.keySet()));
    }

    private static String selectors(ServiceSpec service) {
        List<List<String>> keys = service.policy().balancing().subsets().keys();
        return keys.isEmpty()
                ? "none"
                : keys.stream().map(SubsetLimits::text).collect(Collectors.joining(", "));
    }

    private static String text(Iterable<String> labels) {
        return "[" + String.join(", ", labels) + "]";
    }
}
