package io.spillway.control.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.RandomHistory.Batch;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever happened, in whatever order: the state and the catalog that events made step by step are those that a fresh
 * start makes of the registry as it stands; and every resource whose bytes differ was named as changed.
 */
@Tag("slow")
class IncrementalEqualsRebuiltTest {

    /** In a usual run: as many as take some seconds on two processors. */
    private static final int USUAL = 800;

    @Test
    void onRandomHistories() {
        play(0, USUAL);
    }

    @Test
    @Tag("full")
    void onThousandsOfRandomHistories() {
        play(USUAL, 4_000);
    }

    private static void play(int from, int to) {
        OptionalInt failing = IntStream.range(from, to).parallel()
                .filter(seed -> failure(RandomHistory.history(new Random(seed))) != null).findFirst();
        failing.ifPresent(seed -> {
            List<Batch> history = RandomHistory.history(new Random(seed));
            List<Batch> shortest = shrink(history);
            fail("seed %d: %s%nsmallest history that fails (%s):%n%s", seed, failure(history), failure(shortest),
                    String.join("\n", shortest.stream().map(Batch::toString).toList()));
        });
    }

    /** Leaves out batch after batch as long as what is left fails too. */
    private static List<Batch> shrink(List<Batch> failing) {
        List<Batch> smallest = failing;
        for (int i = failing.size() - 1; i >= 0; i--) {
            List<Batch> without = new ArrayList<>(smallest);
            without.remove(i);
            if (failure(without) != null) {
                smallest = without;
            }
        }
        return smallest;
    }

    private static @Nullable String failure(List<Batch> history) {
        try {
            check(history);
            return null;
        } catch (AssertionError | RuntimeException failed) {
            return failed.toString();
        }
    }

    private static void check(List<Batch> history) {
        RecordCodec codec = new StoredRecords();
        StateFold fold = new StateFold(codec);
        CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);
        Catalog catalog = builder.build(ControlState.empty());
        Map<String, KeyValue> registry = new LinkedHashMap<>();
        boolean behind = false;
        for (Batch batch : history) {
            batch.events().forEach(event -> take(registry, event));
            RangeResult listing = new RangeResult(batch.revision(), List.copyOf(registry.values()));
            if (batch.missed()) {
                behind = true;
                continue;
            }
            catalog = updated(builder, catalog, behind
                    ? fold.reconcile(listing, StateFold.Word.NONE)
                    : fold.apply(batch.revision(), batch.events()));
            behind = false;
            if (!fold.held().ids().isEmpty()) {
                fold.held().ids().forEach(id -> assertThat(fold.state().get(id.kind(), id.name()))
                        .as("%s is held", id).isNotNull());
                catalog = updated(builder, catalog, fold.reconcile(listing, StateFold.Word.HELD));
                assertThat(fold.held()).isEqualTo(HeldRemovals.NONE);
            }
            StateFold fresh = new StateFold(codec);
            fresh.reconcile(listing, StateFold.Word.NONE);
            assertThat(fold.state().sameContent(fresh.state())).as("state at %d", batch.revision()).isTrue();
            assertSelected(fold.state());
            Catalog rebuilt = builder.build(fresh.state());
            for (ResourceType type : ResourceType.values()) {
                assertThat(catalog.versions(type)).as("%s at %d", type, batch.revision())
                        .isEqualTo(rebuilt.versions(type));
            }
            assertThat(catalog.rules()).as("rules at %d", batch.revision()).isEqualTo(rebuilt.rules());
            assertThat(catalog.unbuilt().reasons()).isEmpty();
            assertExported(catalog, fresh.state());
            assertAddressesStandOnce(catalog);
            assertThat(fold.reconcile(listing, StateFold.Word.NONE).changed()).isEmpty();
        }
    }

    private static Catalog updated(CatalogBuilder builder, Catalog before, StateFold.Step step) {
        CatalogChange change = builder.update(before, step.state(), step.touched());
        assertNamed(before, change);
        return change.catalog();
    }

    private static void assertExported(Catalog catalog, ControlState state) {
        for (Resource service : state.sorted(Kind.SERVICE)) {
            List<String> to = ((ServiceSpec) service.spec()).exportTo();
            for (String idc : RandomHistory.IDCS) {
                assertThat(catalog.exportedTo(service.name(), idc)).as("%s to %s", service.name(), idc)
                        .isEqualTo(to.contains("*") || to.contains(idc));
            }
        }
    }

    private static void assertAddressesStandOnce(Catalog catalog) {
        catalog.all(ResourceType.ENDPOINT).forEach((name, found) -> {
            List<Address> addresses = new ArrayList<>();
            assignment(found).getEndpointsList().forEach(locality -> locality.getLbEndpointsList()
                    .forEach(endpoint -> addresses.add(endpoint.getEndpoint().getAddress())));
            assertThat(addresses).as(name).doesNotHaveDuplicates();
        });
    }

    private static ClusterLoadAssignment assignment(Versioned found) {
        try {
            return found.any().unpack(ClusterLoadAssignment.class);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    private static void take(Map<String, KeyValue> registry, Event event) {
        if (event.type() == Event.Type.PUT) {
            registry.put(event.key(), event.keyValue());
        } else {
            registry.remove(event.key());
        }
    }

    /** The indexes lead to whom a look at every pair finds. */
    private static void assertSelected(ControlState state) {
        for (Resource service : state.sorted(Kind.SERVICE)) {
            ServiceSpec spec = (ServiceSpec) service.spec();
            Set<String> expected = new TreeSet<>();
            for (Resource workload : state.sorted(Kind.WORKLOAD_ENTRY)) {
                WorkloadEntrySpec entry = (WorkloadEntrySpec) workload.spec();
                boolean named = entry.service().equals(service.name());
                Map<String, String> labels = new HashMap<>(workload.metadata().labels());
                labels.putAll(entry.labels());
                boolean selected = !spec.selector().isEmpty()
                        && labels.entrySet().containsAll(spec.selector().entrySet());
                assertThat(state.servicesOf(workload).contains(service.name()))
                        .as("%s %s selects %s %s", service.name(), spec.selector(), workload.name(), labels)
                        .isEqualTo(named || selected);
                if (named || selected) {
                    expected.add(workload.name());
                }
            }
            assertThat(state.workloadsOf(service.name())).isEqualTo(expected);
        }
    }

    private static void assertNamed(Catalog before, CatalogChange change) {
        for (String service : List.of("s-0", "s-1", "s-2", "s-3")) {
            if (RandomHistory.IDCS.stream().anyMatch(
                    idc -> before.exportedTo(service, idc) != change.catalog().exportedTo(service, idc))) {
                assertThat(change.changed(ResourceType.SERVICE_ENTRY)).contains(service);
            }
        }
        for (ResourceType type : ResourceType.values()) {
            Map<String, String> older = before.versions(type);
            Map<String, String> newer = change.catalog().versions(type);
            Map<String, String> all = new HashMap<>(older);
            all.putAll(newer);
            for (String name : all.keySet()) {
                boolean differs = !String.valueOf(older.get(name)).equals(String.valueOf(newer.get(name)));
                if (differs) {
                    assertThat(change.changed(type)).contains(name);
                }
            }
        }
    }
}
