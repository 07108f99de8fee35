package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.SubsetFallback;
import io.spillway.model.resource.Subsets;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A Route asks for labels: the same words go from the resources over xDS into the gateway's decision. */
class SubsetChainTest {
    private static final Subsets BY_VERSION = new Subsets(List.of(List.of("version")), SubsetFallback.NONE, Map.of());

    private static ServicePolicy divided() {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        return new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), or.loadBalancer(),
                or.outlierDetection(), or.circuitBreakers(), or.panicThreshold(), null, or.admission(),
                new Balancing(List.of(), 0, SlowStart.DEFAULTS, SpillKind.ENVOY, 0, 0, false, BY_VERSION));
    }

    private static Resource workload(int number, String version) {
        return Resource.of("orders-" + number, new WorkloadEntrySpec("orders", "default", "primary-a",
                "10.1.0." + number, 80, 100, WorkloadState.UP, Map.of("version", version), null));
    }

    private static ControlState world(WeightedGroup... groups) {
        return ControlState.empty().with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("orders", new ServiceSpec(List.of(), Map.of(), ServiceSpec.DEFAULT_GROUPS, "core",
                        divided(), ServiceSpec.EXPORT_TO_ALL)))
                .with(Resource.of("orders.idc-b", new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                        List.of(new GatewayAddress("gw-1", "10.2.0.1", 7000)),
                        List.of(new GroupCapacity("default", 4, 4, 400, 400)))))
                .with(workload(1, "v1")).with(workload(2, "v2"))
                .with(Resource.of("shop", new RouteSpec(List.of("shop.test"), List.of(RouteMatch.ANY),
                        List.of(groups), null, null, null)));
    }

    private static WeightedGroup asking(int weight, String version) {
        return new WeightedGroup("orders", "default", weight, null, Map.of("version", version));
    }

    private static List<ExplainResult.Step> explained(ControlState state, String role, Map<String, String> headers) {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(state);
        return ((ExplainResult.Explained) new ExplainedCatalog("idc-a").explain(catalog,
                new ExplainRequest("idc-a", role, "GET", "shop.test", "/", headers))).steps();
    }

    private static List<String> results(List<ExplainResult.Step> steps, String name) {
        return steps.stream().filter(step -> step.step().equals(name)).map(ExplainResult.Step::decision).toList();
    }

    @Test
    void aReleaseToATenthOfTheRequestsIsTwoSubsetsOfOneGroup() {
        List<ExplainResult.Step> steps = explained(world(asking(90, "v1"), asking(10, "v2")), "entrance", Map.of());
        assertThat(results(steps, "group")).containsExactly("orders/default [version=v1] 90.0 %",
                "orders/default [version=v2] 10.0 %");
        assertThat(results(steps, "subset")).containsExactly("version=v1 of orders/default",
                "version=v2 of orders/default");
        assertThat(results(steps, "endpoint")).containsExactly("10.1.0.1:80 in idc-a/primary-a",
                "10.2.0.1:7000 in idc-b: nothing", "10.1.0.2:80 in idc-a/primary-a",
                "10.2.0.1:7000 in idc-b: nothing");
    }

    @Test
    void whatNobodyHereHasIsAskedForInTheOtherIdc() {
        List<ExplainResult.Step> steps = explained(world(asking(100, "v3")), "entrance", Map.of());
        assertThat(results(steps, "endpoint")).containsExactly("10.2.0.1:7000 in idc-b");
        assertThat(steps.getLast().decision()).isEqualTo("forward");
    }

    @Test
    void theGatewayBehindTheCrossingIsToldTheLabels() {
        ControlState state = world(asking(100, "v1"));
        Map<String, String> told = Map.of("x-spillway-cluster", "orders/default", "x-spillway-subset", "version=v2");
        List<ExplainResult.Step> steps = explained(state, "crossing", told);
        assertThat(results(steps, "subset")).containsExactly("version=v2 of orders/default@local");
        assertThat(results(steps, "endpoint")).containsExactly("10.1.0.2:80 in idc-a/primary-a");
        assertThat(explained(state, "crossing",
                Map.of("x-spillway-cluster", "orders/default", "x-spillway-subset", "version=v3")).getLast().decision())
                .isEqualTo("no_subset");
        assertThat(results(explained(state, "entrance", told), "subset")).as("a user may not choose")
                .containsExactly("version=v1 of orders/default");
    }

    @Test
    void aStockEnvoyGetsTheLabelsToMatchAndToPassOn() throws Exception {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(world(asking(1, "a b%")));
        RouteConfiguration routes = requireNonNull(catalog.get(ResourceType.ROUTE, "entrance")).any()
                .unpack(RouteConfiguration.class);
        var cluster = routes.getVirtualHosts(0).getRoutes(0).getRoute().getWeightedClusters().getClusters(0);
        assertThat(cluster.getMetadataMatch().getFilterMetadataOrThrow("envoy.lb").getFieldsOrThrow("version")
                .getStringValue()).isEqualTo("a b%");
        assertThat(cluster.getRequestHeadersToAddList())
                .extracting(line -> line.getHeader().getKey() + "=" + line.getHeader().getValue())
                .containsExactly("x-spillway-cluster=orders/default", "x-spillway-subset=version=a%%20b%%25");
    }
}
