package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A start makes the resources of all services on all processors; it makes what one change after the other makes. */
class ManyServicesTest {

    private static final int MANY = 3 * AllProcessors.MANY;

    private final CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 7);

    private static List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        all.add(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)));
        for (int i = 0; i < MANY; i++) {
            String name = "s-" + i;
            all.add(Resource.of(name, ServiceSpec.of(List.of(name + ".test"), i % 3 == 0 ? null : "core")));
            for (int j = 0; j < 2; j++) {
                all.add(Resource.of(name + "-" + j, new WorkloadEntrySpec(name, "default", "primary-a", "127.0.0.1",
                        9000 + i * 2 + j, 100, WorkloadState.UP, Map.of(), null)));
            }
        }
        all.add(Resource.of("all", new RouteSpec(List.of("*.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("s-1", "default", 100)), null, null, null)));
        return all;
    }

    @Test
    void allAtOnceAreAsOneByOne() {
        ControlState state = ControlState.empty();
        Catalog oneByOne = Catalog.empty();
        for (Resource resource : resources()) {
            ControlState next = state.with(resource);
            Touched touched = new Touched();
            touched.add(state, null, next, resource);
            oneByOne = builder.update(oneByOne, next, touched).catalog();
            state = next;
        }
        Catalog atOnce = builder.build(state);
        for (ResourceType type : ResourceType.values()) {
            assertThat(atOnce.versions(type)).as("%s", type).isEqualTo(oneByOne.versions(type));
        }
        assertThat(atOnce.versions(ResourceType.CLUSTER)).hasSizeGreaterThan(2 * MANY);
        assertThat(atOnce.rules()).isEqualTo(oneByOne.rules());
    }

    @Test
    void whatManyLoseAtOnceIsGone() {
        ControlState state = ControlState.empty();
        for (Resource resource : resources()) {
            state = state.with(resource);
        }
        Catalog before = builder.build(state);
        Touched touched = new Touched();
        ControlState after = state;
        for (Resource service : state.sorted(Kind.SERVICE)) {
            ControlState next = after.without(Kind.SERVICE, service.name(), 1);
            touched.add(after, service, next, null);
            after = next;
        }
        CatalogChange change = builder.update(before, after, touched);
        assertThat(change.catalog().versions(ResourceType.CLUSTER)).isEmpty();
        assertThat(change.catalog().versions(ResourceType.ENDPOINT)).isEmpty();
        assertThat(change.changed(ResourceType.CLUSTER))
                .containsExactlyInAnyOrderElementsOf(before.versions(ResourceType.CLUSTER).keySet());
    }

    @Test
    void theyAreTakenInTheirOrderByTheCallerWhoMakesAFewAlone() {
        Set<Thread> makers = ConcurrentHashMap.newKeySet();
        List<Integer> taken = new ArrayList<>();
        List<Integer> some = IntStream.range(0, AllProcessors.MANY - 1).boxed().toList();
        AllProcessors.each(some, number -> {
            makers.add(Thread.currentThread());
            return number;
        }, taken::add);
        assertThat(taken).isEqualTo(some);
        assertThat(makers).containsExactly(Thread.currentThread());
        taken.clear();
        List<Integer> many = IntStream.range(0, 5000).boxed().toList();
        AllProcessors.each(many, number -> number, taken::add);
        assertThat(taken).isEqualTo(many);
    }
}
