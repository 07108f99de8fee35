package io.spillway.control.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two control nodes of one registry: what one is about to take away, the other's writer begins to name in that moment. */
@Tag("slow")
class OtherNodesWriteTest {

    @TempDir
    Path folder;
    private Registry registry;
    private FlakyRegistry between;
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void start() throws Exception {
        registry = TestNode.registry(folder);
        between = new FlakyRegistry(registry);
        one = TestNode.named(between, "control-1", TestNode.QUICK, NodeObserver.NONE).sharing();
        two = TestNode.named(registry, "control-2", TestNode.QUICK, NodeObserver.NONE).sharing();
        one.awaitReady();
        two.awaitReady();
        one.applied(TestNode.idc("idc-a", "127.0.0.1:7001"), TestNode.idc("idc-b", "127.0.0.1:8001"),
                TestNode.idc("idc-c", "127.0.0.1:9001"),
                Resource.of("c", new ClusterSpec("idc-a", ClusterRole.PRIMARY)),
                Resource.of("kept", new ClusterSpec("idc-a", ClusterRole.PRIMARY)),
                Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)),
                Resource.of("orders", ServiceSpec.of(List.of("orders.test"), null)));
        await().untilAsserted(() -> assertThat(two.service().get(Kind.SERVICE, "orders")).isPresent());
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        registry.close();
    }

    private static Resource workload(String service, String cluster) {
        return Resource.of("w", new WorkloadEntrySpec(service, "default", cluster, "127.0.0.1", 9000, 100,
                WorkloadState.UP, Map.of(), null));
    }

    static Stream<Arguments> named() {
        return Stream.of(Arguments.of(Kind.CLUSTER, "c", "cluster_in_use", workload("other", "c")),
                Arguments.of(Kind.SERVICE, "orders", "service_in_use", workload("orders", "kept")),
                Arguments.of(Kind.SERVICE, "orders", "service_in_use", Resource.of("promo",
                        new RouteSpec(List.of("promo.test"), List.of(RouteMatch.ANY),
                                List.of(new WeightedGroup("orders", "default", 100)), null, null, null))),
                Arguments.of(Kind.IDC, "idc-c", "idc_in_use",
                        Resource.of("far", new ClusterSpec("idc-c", ClusterRole.PRIMARY))),
                Arguments.of(Kind.DR_GROUP, "core", "dr_group_in_use",
                        Resource.of("new", ServiceSpec.of(List.of("new.test"), "core"))),
                Arguments.of(Kind.DR_GROUP, "core", "dr_group_in_use", TestNode.shift("core", 50, 50)));
    }

    /** Once, after the first node has judged and before its transaction. */
    private void meanwhile(Runnable action) {
        AtomicBoolean once = new AtomicBoolean();
        between.onCommit(transaction -> {
            if (transaction.operations().stream().map(Operation::key)
                    .anyMatch(key -> key.startsWith(RegistryKeys.RESOURCES) || key.startsWith(RegistryKeys.SHIFTS))
                    && !once.getAndSet(true)) {
                action.run();
            }
            return Optional.empty();
        });
    }

    private WriteResult delete(Kind kind, String name) {
        return one.service().delete(new DeleteRequest(kind, name, false, null, "ann"));
    }

    @ParameterizedTest
    @MethodSource("named")
    void whatTheOtherNodesWriterBeginsToNameStays(Kind kind, String name, String guard, Resource namer) {
        meanwhile(() -> two.applied(namer));
        assertThat(delete(kind, name)).isInstanceOfSatisfying(WriteResult.Guarded.class,
                guarded -> assertThat(guarded.guard()).isEqualTo(guard));
        assertThat(two.service().get(kind, name)).isPresent();
    }

    @Test
    void whoNamesSomethingElseHoldsNoDeletionUp() {
        meanwhile(() -> two.applied(workload("other", "kept")));
        assertThat(delete(Kind.CLUSTER, "c")).isInstanceOf(WriteResult.Applied.class);
        assertThat(registry.range(RegistryKeys.NAMED + "clusters/c").entries()).as("nothing is left of it").isEmpty();
    }

    @Test
    void ofTwoServicesThatClaimOneHostAtTwoNodesOneIsRefused() {
        meanwhile(() -> two.applied(Resource.of("two", ServiceSpec.of(List.of("same.test"), "core"))));
        assertThat(one.apply(Resource.of("one", ServiceSpec.of(List.of("same.test"), "core"))))
                .isInstanceOfSatisfying(WriteResult.Invalid.class,
                        invalid -> assertThat(invalid.violations().getFirst().message())
                                .contains("Service two has it"));
    }

    /** Each leaves two of three, as minActive wants it; they are of different scopes, so neither writes over the other. */
    @Test
    void ofTwoShiftsThatExcludeTooMuchTogetherAtTwoNodesOneIsRefused() {
        one.applied(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b", "idc-c"), 2)),
                Resource.of("mail", ServiceSpec.of(List.of("mail.test"), "core")));
        meanwhile(() -> two.applied(ReachTest.excluding(new ShiftScope.ServiceScope("mail"), "idc-c")));
        await().untilAsserted(() -> assertThat(two.service().get(Kind.SERVICE, "mail")).isPresent());
        assertThat(one.apply(ReachTest.excluding(new ShiftScope.DrGroupScope("core"), "idc-b")))
                .isInstanceOfSatisfying(WriteResult.Guarded.class, guarded -> {
                    assertThat(guarded.guard()).isEqualTo("min_active");
                    assertThat(guarded.detail()).contains("idc-c is excluded by the shift of service/mail");
                });
        assertThat(one.service().get(Kind.TRAFFIC_SHIFT, "drgroup.core")).isEmpty();
    }

    /** Its watch says nothing, so it must not judge by what it knows. */
    @Test
    void aNodeThatHearsNothingTakesNothingAwayThatIsNamed() {
        between.swallowEvents();
        two.applied(workload("other", "c"));
        assertThat(delete(Kind.CLUSTER, "c")).isInstanceOf(WriteResult.Unavailable.class);
        assertThat(two.service().get(Kind.CLUSTER, "c")).isPresent();
    }

    @Test
    void whatWasNamedAndIsNotAnyMoreMayGo() {
        two.applied(workload("other", "c"));
        assertThat(delete(Kind.CLUSTER, "c")).isInstanceOf(WriteResult.Guarded.class);
        two.applied(workload("other", "kept"));
        // The first node hears of the workload's move by its own watch.
        await().untilAsserted(
                () -> assertThat(delete(Kind.CLUSTER, "c")).isInstanceOf(WriteResult.Applied.class));
    }
}
