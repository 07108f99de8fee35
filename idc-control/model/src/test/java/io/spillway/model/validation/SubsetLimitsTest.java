package io.spillway.model.validation;

import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.SubsetFallback;
import io.spillway.model.resource.Subsets;
import io.spillway.model.resource.WeightedGroup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A Route that asks for labels which nothing is divided by would never get what it asks for. */
class SubsetLimitsTest {

    private static Resource service(List<List<String>> keys) {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        ServicePolicy policy = new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), or.loadBalancer(),
                or.outlierDetection(), or.circuitBreakers(), or.panicThreshold(), null, or.admission(),
                new Balancing(List.of(), 0, SlowStart.DEFAULTS, SpillKind.ENVOY, 0, 0, false,
                        keys.isEmpty() ? Subsets.NONE : new Subsets(keys, SubsetFallback.NONE, Map.of())));
        return Resource.of("orders", new ServiceSpec(List.of(), Map.of(), ServiceSpec.DEFAULT_GROUPS, null, policy,
                ServiceSpec.EXPORT_TO_ALL));
    }

    private static Resource route(Map<String, String> subset) {
        return Resource.of("shop", new RouteSpec(List.of("shop.example"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("orders", "default", 1, null, subset)), null, null, null));
    }

    private static List<String> written(ResourceSet there, Resource... resources) {
        return switch (new WriteValidation(there, "idc-a").write(List.of(resources))) {
            case WriteVerdict.Invalid(var violations) -> violations.stream().map(Object::toString).toList();
            case WriteVerdict.Accepted _ -> List.of();
            case WriteVerdict.Guarded guarded -> List.of(guarded.guard());
        };
    }

    @Test
    void aRouteAsksForTheLabelsOfOneSelector() {
        ResourceSet there = ResourceSet.of(List.of(service(List.of(List.of("version"), List.of("version", "size")))));
        assertThat(written(there, route(Map.of("version", "v2")))).isEmpty();
        assertThat(written(there, route(Map.of("size", "big", "version", "v2")))).isEmpty();
        assertThat(written(there, route(Map.of("size", "big")))).singleElement().asString()
                .contains("/spec/groups/0/subset").contains("[size]").contains("[version], [version, size]");
        assertThat(written(there, route(Map.of("", "v2")))).first().asString().contains("/spec/groups/0/subset");
    }

    @Test
    void aServiceThatIsNotThereYetIsNotAsked() {
        assertThat(written(ResourceSet.of(List.of()), route(Map.of("version", "v2")))).isEmpty();
    }

    @Test
    void aServiceKeepsTheSelectorsThatRoutesAskFor() {
        ResourceSet there = ResourceSet.of(List.of(service(List.of(List.of("version"))),
                route(Map.of("version", "v2"))));
        assertThat(written(there, service(List.of(List.of("version"), List.of("zone"))))).isEmpty();
        assertThat(written(there, service(List.of()))).singleElement().asString()
                .contains("/spec/policy/subsets/selectors").contains("none").contains("Route shop asks for it");
        assertThat(written(there, service(List.of()), route(Map.of()))).as("both at once").isEmpty();
    }
}
