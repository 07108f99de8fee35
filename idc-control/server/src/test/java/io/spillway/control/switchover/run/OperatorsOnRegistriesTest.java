package io.spillway.control.switchover.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.control.node.TestNode;
import io.spillway.control.switchover.sim.Call;
import io.spillway.control.switchover.sim.Histories;
import io.spillway.control.switchover.sim.HistoryCheck;
import io.spillway.control.switchover.sim.Registered;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Registry;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The histories of {@code OperatorsAtOnceTest} by the product's own coordinators, writers and service on registries that are not
 * simulated: 2 to 16 operators at once, three nodes that stand still, die and lose answers, judged by the same checkers.
 */
class OperatorsOnRegistriesTest {

    private static final int SOME = 4;
    private static final int ALL = 50;
    private static final int SEEDED = 6;

    @TempDir
    Path folder;

    private final long began = System.nanoTime();
    private final InstantSource clock = () -> Registered.time(Duration.ofNanos(System.nanoTime() - began).toMillis());

    @Test
    @Tag("slow")
    void onTheEmbeddedRegistryEveryHistoryIsLinearizable() throws Exception {
        try (Registry registry = TestNode.registry(folder)) {
            histories(registry, SOME);
        }
    }

    @Test
    @Tag("real")
    void onEtcdEveryHistoryIsLinearizable() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(folder); Registry registry = open(etcd)) {
            histories(registry, SOME);
        }
    }

    @Test
    @Tag("full")
    void onEtcdEveryHistoryOfFiftyIsLinearizableAndAllThatMayHappenDid() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(folder); Registry registry = open(etcd)) {
            Found found = histories(registry, ALL);
            assertThat(found.answers().keySet()).isEqualTo(EnumSet.allOf(Call.Answer.class));
            assertThat(found.ends()).contains(SwitchOverState.COMPLETED, SwitchOverState.ROLLED_BACK,
                    SwitchOverState.FORCE_ENDED);
        }
    }

    @Test
    @Tag("real")
    void aWriterThatComparesNothingIsFoundOnEtcdToo() throws Exception {
        Map<String, Integer> faults = new TreeMap<>();
        try (RealEtcd etcd = RealEtcd.start(folder); Registry registry = open(etcd)) {
            for (int seed = 0; seed < SEEDED; seed++) {
                new RegistryHistory(registry, seed, clock).run(true).faults()
                        .forEach(fault -> faults.merge(fault.replaceAll("[^a-zA-Z ]", ""), 1, Integer::sum));
            }
        }
        assertThat(faults.keySet().toString()).contains("was written over");
    }

    private Registry open(RealEtcd etcd) {
        Registry registry = EtcdRegistry.open(
                EtcdSettings.of(List.of(etcd.endpoint()), null, folder.resolve("identity")), Clock.systemUTC(),
                Ticker.system(), new Random(1));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> registry.state().connected());
        return registry;
    }

    private record Found(Map<Call.Answer, Long> answers, Set<SwitchOverState> ends) {}

    private Found histories(Registry registry, int many) throws Exception {
        Found found = new Found(new EnumMap<>(Call.Answer.class), EnumSet.noneOf(SwitchOverState.class));
        long transitions = 0;
        for (int seed = 0; seed < many; seed++) {
            HistoryCheck check = new RegistryHistory(registry, seed, clock).run(false);
            assertThat(check.faults()).as("history %s", seed).isEmpty();
            Call.count(check.calls()).forEach((answer, count) -> found.answers().merge(answer, count, Long::sum));
            Histories.IDS.forEach(id -> found.ends().add(check.state(id)));
            transitions += check.transitions();
        }
        // A history in which nothing happens would find nothing either; a few on a busy machine have less time for it.
        assertThat(found.answers()).containsKeys(Call.Answer.DONE, Call.Answer.REFUSED);
        assertThat(transitions).isGreaterThan((many == ALL ? 8L : 3L) * many);
        return found;
    }
}
