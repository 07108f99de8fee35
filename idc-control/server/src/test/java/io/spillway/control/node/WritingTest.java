package io.spillway.control.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators write, and what they are told. */
@Tag("slow")
class WritingTest {

    @TempDir
    Path folder;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void ofTwoOperatorsAtOnceOneIsToldWhoWon() throws Exception {
        node.applied(TestNode.shift("core", 100, 0));
        for (int round = 2; round <= 10; round++) {
            List<WriteResult> results = together(shift("alice", 100 - round), shift("bob", round));
            assertThat(results).filteredOn(WriteResult.Applied.class::isInstance).hasSize(1);
            WriteResult.Conflict lost = (WriteResult.Conflict) results.stream()
                    .filter(WriteResult.Conflict.class::isInstance).findFirst().orElseThrow();
            assertThat(lost.object()).isEqualTo("shifts/drgroup.core");
            assertThat(lost.winner()).matches("(alice|bob) \\(generation " + round + "/idc-a\\)");
        }
    }

    private List<WriteResult> together(ApplyRequest... requests) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WriteResult>> running = new ArrayList<>();
            for (ApplyRequest request : requests) {
                running.add(operators.submit(() -> {
                    start.await();
                    return node.service().apply(request);
                }));
            }
            start.countDown();
            List<WriteResult> results = new ArrayList<>();
            for (Future<WriteResult> result : running) {
                results.add(result.get());
            }
            return results;
        }
    }

    /** Both have seen the same generation, as `shift set` does it: that makes them "at once". */
    private ApplyRequest shift(String author, int a) {
        ShiftScope scope = new ShiftScope.DrGroupScope("core");
        long revision = node.service().get(Kind.TRAFFIC_SHIFT, scope.resourceName())
                .map(resource -> resource.metadata().revision()).orElseThrow();
        Resource wanted = Resource.of(scope.resourceName(), new TrafficShiftSpec(scope,
                Map.of("idc-a", a, "idc-b", 100 - a), Set.of(), author, null, OnExpiry.ALARM, false, null, null));
        return new ApplyRequest(List.of(wanted.withRevision(revision)), false, null, author);
    }

    @Test
    void generationsOnlyGrowAlsoOverClear() {
        node.applied(TestNode.shift("core", 100, 0));
        node.service().delete(new DeleteRequest(Kind.TRAFFIC_SHIFT, "drgroup.core", false, null, "ann"));
        assertThat(generation()).isEqualTo(new Generation(2, "idc-a"));
        assertThat(spec().cleared()).isTrue();
        node.applied(TestNode.shift("core", 50, 50));
        assertThat(generation()).isEqualTo(new Generation(3, "idc-a"));
    }

    private TrafficShiftSpec spec() {
        return (TrafficShiftSpec) node.service().get(Kind.TRAFFIC_SHIFT, "drgroup.core").orElseThrow().spec();
    }

    private Generation generation() {
        return Objects.requireNonNull(spec().generation());
    }

    @Test
    void aStaleRevisionInTheBodyLosesAndAStaleIfMatchIsSaid() {
        Resource first = node.service().get(Kind.SERVICE, "orders").orElseThrow();
        long old = first.metadata().revision();
        node.applied(Resource.of("orders", ServiceSpec.of(List.of("orders.test", "o.test"), "core")));
        assertThat(node.apply(first)).isInstanceOfSatisfying(WriteResult.Conflict.class, lost -> {
            assertThat(lost.winner()).isEqualTo("test");
            assertThat(lost.currentRevision()).isGreaterThan(old);
        });
        Resource plain = Resource.of("orders", ServiceSpec.of(List.of("x.test"), "core"));
        assertThat(node.service().apply(new ApplyRequest(List.of(plain), false, old, "test")))
                .isInstanceOf(WriteResult.Stale.class);
    }

    @Test
    void allOrNothing() {
        WriteResult result = node.apply(TestNode.service("good"),
                Resource.of("bad", ServiceSpec.of(List.of("bad.test"), "no-such-group")));
        assertThat(result).isInstanceOfSatisfying(WriteResult.Invalid.class, invalid -> assertThat(
                invalid.violations().getFirst().message())
                .isEqualTo("/1/spec/drGroup: \"no-such-group\" (expected: a DrGroup that exists)"));
        assertThat(node.service().get(Kind.SERVICE, "good")).isEmpty();
    }

    @Test
    void aDryRunJudgesAndWritesNothing() {
        WriteResult result = node.service()
                .apply(new ApplyRequest(List.of(TestNode.service("new")), true, null, "test"));
        assertThat(result).isInstanceOfSatisfying(WriteResult.Applied.class,
                applied -> assertThat(applied.created()).containsExactly("services/new"));
        assertThat(node.service().get(Kind.SERVICE, "new")).isEmpty();
    }

    @Test
    void aDrGroupThatAServiceNamesIsNotDeleted() {
        assertThat(node.service().delete(new DeleteRequest(Kind.DR_GROUP, "core", false, null, "test")))
                .isInstanceOfSatisfying(WriteResult.Guarded.class, guarded -> {
                    assertThat(guarded.guard()).isEqualTo("dr_group_in_use");
                    assertThat(guarded.figures()).containsEntry("services", "1");
                });
    }

    @Test
    void writingWhatStandsAlreadyChangesNothing() {
        WriteResult.Applied again = node.applied(TestNode.service("orders"));
        assertThat(again.changed()).isFalse();
    }

    @Test
    void aRouteToAClusterThatDoesNotExistIsAcceptedAndNamed() {
        node.applied(Resource.of("promo", new RouteSpec(List.of("orders.test"), List.of(RouteMatch.ANY),
                List.of(new WeightedGroup("orders", "blue", 100)), null, null, null)));
        assertThat(node.service().status().problems()).anySatisfy(problem -> {
            assertThat(problem.object()).isEqualTo("routes/promo");
            assertThat(problem.problem())
                    .isEqualTo("cluster orders/blue does not exist: requests get 503 no_cluster");
        });
    }

    @Test
    void whatWasAppliedIsVisibleAtOnce() {
        for (int i = 0; i < 50; i++) {
            node.applied(TestNode.workload("orders", "w-" + i, 9000 + i, WorkloadState.UP));
            assertThat(node.service().get(Kind.WORKLOAD_ENTRY, "w-" + i)).isPresent();
        }
    }
}
