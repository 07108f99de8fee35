package io.spillway.control.nodes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.model.time.Ticker;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Control nodes on one registry: who lives is what the registry says, and when it says nothing, what it said last. */
@Tag("slow")
class NodeKeeperTest {

    private static final NodeKeeper.Pace PACE = new NodeKeeper.Pace(Duration.ofSeconds(1), Duration.ofMillis(100),
            Duration.ofMillis(50), Duration.ofSeconds(30));
    /** Its lease lasts longer than any of these tests waits. */
    private static final NodeKeeper.Pace PATIENT = new NodeKeeper.Pace(Duration.ofSeconds(60), Duration.ofMillis(100),
            Duration.ofMillis(50), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private Registry real;
    private FlakyRegistry registry;

    @BeforeEach
    void open() {
        real = EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "test"), Clock.systemUTC(),
                Ticker.system(), new Random(1));
        registry = new FlakyRegistry(real);
    }

    @AfterEach
    void close() {
        real.close();
    }

    private NodeKeeper keeper(Registry on, String name) {
        return keeper(on, name, PACE);
    }

    private NodeKeeper keeper(Registry on, String name, NodeKeeper.Pace pace) {
        NodeKeeper keeper = new NodeKeeper(on, Ticker.system(),
                new NodeKeeper.Self(name, Instant.EPOCH, name + ":17001"), pace, view -> {});
        keeper.start();
        return keeper;
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
    }

    private static void sees(NodeKeeper keeper, String... names) {
        await().untilAsserted(() -> assertThat(keeper.view().live().names()).containsExactly(names));
    }

    private static List<String> apis(NodeKeeper keeper) {
        return keeper.view().records().values().stream().map(NodeRecord::api).toList();
    }

    private long lease(String node) {
        return real.get(RegistryKeys.control(node)).map(KeyValue::leaseId).orElse(0L);
    }

    @Test
    void nodesSeeEachOtherComeSaySomethingAndLeave() {
        try (NodeKeeper one = keeper(real, "one")) {
            sees(one, "one");
            long version = one.view().live().version();
            try (NodeKeeper two = keeper(real, "two", PATIENT)) {
                sees(one, "one", "two");
                sees(two, "one", "two");
                assertThat(one.view().live().version()).isGreaterThan(version);
                Progress said = new Progress(7, List.of("gw-1"));
                two.say(said);
                await().untilAsserted(() -> assertThat(one.view().records().get("two")).isEqualTo(
                        new NodeRecord("two", Instant.EPOCH, "two:17001", said)));
            }
            await().untilAsserted(() -> assertThat(one.view().live().names()).as("long before its lease is over")
                    .containsExactly("one"));
        }
    }

    @Test
    void whereItsApiIsReachesTheOthersAlsoWhenItIsSaidLate() {
        try (NodeKeeper one = keeper(real, "one"); NodeKeeper two = keeper(real, "two")) {
            sees(one, "one", "two");
            assertThat(apis(one)).containsExactly("", "");
            two.reachable("10.0.0.2:17000");
            await().untilAsserted(() -> assertThat(apis(one)).containsExactly("", "10.0.0.2:17000"));
        }
    }

    @Test
    void whoSaysNothingIsGoneAfterItsLease() {
        try (NodeKeeper one = keeper(real, "one"); NodeKeeper two = keeper(registry, "two")) {
            sees(one, "one", "two");
            registry.lose();
            sees(one, "one");
            assertThat(two.view().live().names()).as("it hears nothing, so nothing changes for it").containsExactly(
                    "one",
                    "two");
            registry.find();
            sees(one, "one", "two");
        }
    }

    @Test
    void aLeaseThatIsLostIsTakenAgain() {
        try (NodeKeeper one = keeper(real, "one")) {
            sees(one, "one");
            long before = lease("one");
            real.revokeLease(before);
            await().until(() -> lease("one") != 0 && lease("one") != before);
            sees(one, "one");
        }
    }

    @Test
    void whatTheWatchLostIsFoundWhenItIsOver() {
        try (NodeKeeper one = keeper(registry, "one")) {
            sees(one, "one");
            registry.swallowEvents();
            try (NodeKeeper two = keeper(real, "two")) {
                sees(two, "one", "two");
                assertThat(one.view().live().names()).containsExactly("one");
                registry.compacted();
                sees(one, "one", "two");
            }
        }
    }

    @Test
    void aSecondProcessOfTheSameNameTakesTheRecordAndTheyDoNotFight() {
        try (NodeKeeper first = keeper(real, "one", PATIENT)) {
            sees(first, "one");
            long before = lease("one");
            try (NodeKeeper second = keeper(real, "one", PATIENT)) {
                await().until(() -> lease("one") != before);
                long taken = lease("one");
                sees(second, "one");
                await().during(Duration.ofMillis(400)).until(() -> lease("one") == taken);
                assertThat(first.view().live().names()).containsExactly("one");
            }
            await().until(() -> lease("one") != 0);
            sees(first, "one");
        }
    }

    @Test
    void nothingIsWrittenWhileNothingHappens() {
        try (NodeKeeper one = keeper(real, "one", PATIENT)) {
            sees(one, "one");
            long revision = real.range(RegistryKeys.CONTROL).revision();
            await().during(Duration.ofMillis(600))
                    .until(() -> real.range(RegistryKeys.CONTROL).revision() == revision);
            one.say(Progress.UNKNOWN);
            await().during(Duration.ofMillis(200))
                    .until(() -> real.range(RegistryKeys.CONTROL).revision() == revision);
        }
    }
}
