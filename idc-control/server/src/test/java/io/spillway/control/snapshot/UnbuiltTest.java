package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.PathChange;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WeightedGroup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One service or host of which nothing can be made keeps its last good form, and nobody else waits for it. */
class UnbuiltTest {

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final CatalogBuilder builder = new CatalogBuilder("idc-a", () -> {
        if (left.getAndDecrement() == 0) {
            throw new IllegalStateException("a test fails once");
        }
        return 1;
    });

    private static Resource service(String name, String group) {
        return Resource.of(name, new ServiceSpec(List.of(name + ".test"), Map.of(),
                List.of(new GroupSpec(group, 100)), null,
                ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL));
    }

    private static Resource route(String host, boolean good) {
        return Resource.of(host, good
                ? new RouteSpec(List.of(host), List.of(RouteMatch.ANY),
                        List.of(new WeightedGroup("orders", "default", 100)), null, null, null)
                : new RouteSpec(List.of(host), List.of(RouteMatch.ANY), List.of(), null, null,
                        new Redirect(null, null, null, new PathChange.Template("/{a}"), 302, false)));
    }

    private static Touched touching(ControlState before, ControlState after, Resource... resources) {
        Touched touched = new Touched();
        for (Resource resource : resources) {
            touched.add(before, before.get(resource.kind(), resource.name()), after, resource);
        }
        return touched;
    }

    @Test
    void oneServiceOfTwoStaysAsItWasUntilItCanBeMade() {
        ControlState before = ControlState.empty().with(service("orders", "default"))
                .with(service("payments", "default"));
        Catalog good = builder.build(before);
        ControlState after = before.with(service("orders", "blue")).with(service("payments", "blue"));
        left.set(1);
        Catalog half = builder.update(good, after,
                touching(before, after, service("orders", "blue"), service("payments", "blue"))).catalog();
        assertThat(half.unbuilt().reasons()).hasSize(1);
        String failed = half.unbuilt().reasons().keySet().iterator().next().substring("services/".length());
        String other = failed.equals("orders") ? "payments" : "orders";
        assertThat(half.clustersOf(other)).contains(other + "/blue@local").doesNotContain(other + "/default@local");
        assertThat(half.clustersOf(failed)).isEqualTo(good.clustersOf(failed));
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.ENDPOINT)) {
            assertThat(half.all(type).sortedKeys()).as("no half of %s", failed)
                    .contains(failed + "/default@local").doesNotContain(failed + "/blue@local");
        }
        CatalogChange whole = builder.update(half, after, new Touched());
        assertThat(whole.catalog().unbuilt().reasons()).isEmpty();
        assertThat(whole.changed(ResourceType.CLUSTER)).contains(failed + "/blue@local", failed + "/default@local");
        for (ResourceType type : ResourceType.values()) {
            assertThat(whole.catalog().versions(type)).isEqualTo(builder.build(after).versions(type));
        }
    }

    @Test
    void aHostOfWhichNothingCanBeMadeAnswersAsBeforeAndOthersGoOn() {
        ControlState before = ControlState.empty().with(service("orders", "default")).with(route("a.test", true));
        Catalog good = builder.build(before);
        ControlState after = before.with(route("a.test", false)).with(route("b.test", true));
        Catalog next = builder.update(good, after,
                touching(before, after, route("a.test", false), route("b.test", true))).catalog();
        assertThat(next.unbuilt().reasons()).containsOnlyKeys("hosts/a.test");
        assertThat(next.unbuilt().reasons().get("hosts/a.test")).contains("redirect to /{a}");
        assertThat(next.virtualHost("a.test")).isEqualTo(good.virtualHost("a.test"));
        assertThat(next.hostNames()).contains("a.test", "b.test");
        ControlState mended = after.with(route("a.test", true));
        assertThat(builder.update(next, mended, touching(after, mended, route("a.test", true))).catalog().unbuilt()
                .reasons()).isEmpty();
    }

    @Test
    void aStartWithOneSuchHostServesTheOthers() {
        Catalog first = builder.build(ControlState.empty().with(service("orders", "default"))
                .with(route("a.test", false)).with(route("b.test", true)));
        assertThat(first.hostNames()).contains("b.test", "orders.test").doesNotContain("a.test");
        assertThat(first.unbuilt().reasons()).containsOnlyKeys("hosts/a.test");
    }
}
