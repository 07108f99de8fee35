package io.spillway.it.nodes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.GroupResult;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.fleet.Retry;
import io.spillway.drill.mock.fleet.Tls;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two control nodes on one etcd, clients of both, twenty changes a second: one node is killed and comes back, then the other.
 * Clients move, get nothing that they have and end with the newest; every workload that asked to leave is released once.
 */
@Tag("real")
class TwoNodeKillTest {

    private static final String FIRST = "idc-a/idc-control";
    private static final int CLIENTS = 60;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final NodeOctets NODE = new NodeOctets("idc-a", "gateway",
            Map.of("entrance", "127.0.0.1:8080", "crossing", "127.0.0.1:8081"));
    private static final NameSet NAMES = NameSet
            .of(IntStream.range(0, SteadyChanges.SERVICES).mapToObj(TwoNodeKillTest::endpoints).toList());

    private static final ReceiptListener UNHEARD = new ReceiptListener() {
    };

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    private static String endpoints(int service) {
        return "kill-" + service + "/default";
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LONG).pollInterval(Duration.ofMillis(50));
    }

    private static Group clients(String name, int count) {
        return Group.of(name, count, NODE, new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                new Step.Await(new Step.Condition.Answered(XdsType.CDS), LONG),
                new Step.Subscribe(XdsType.EDS, NAMES),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, SteadyChanges.SERVICES), LONG))
                .retrying(new Retry(Duration.ofMillis(300), true, true));
    }

    private static boolean ready(Api api) throws Exception {
        return api.read("status").at("ready").isTrue();
    }

    private static void live(Api api, String... names) {
        await("live nodes").untilAsserted(() -> assertThat(api.read("status").at("nodes").items().stream()
                .map(node -> node.at("node").text())).containsExactly(names));
    }

    private static void staysReady(Api other) {
        Awaitility.await("the other node is ready").during(Duration.ofMillis(1500)).atMost(LONG)
                .pollInterval(Duration.ofMillis(50)).until(() -> ready(other));
    }

    @Test
    void nothingIsLostRepeatedOrDoneTwice() throws Exception {
        RunningFleet fleet = FLEET.get();
        Random random = new Random(20);
        Api first = fleet.api("idc-a");
        URI etcd = URI.create("http://" + fleet.process("idc-a/etcd").plan().ready().getAuthority());
        try (SecondNode second = SecondNode.start(fleet, folder);
                Leavers leavers = new Leavers(etcd, folder, SteadyChanges.LEAVER)) {
            Api other = second.api();
            await("both nodes live").ignoreExceptions().until(() -> ready(other));
            live(first, "control-1", "control-2");
            FleetSettings settings = new FleetSettings(second.addresses(), 2, 1, Tls.Authority.of(fleet.authority()));
            try (SteadyChanges changes = new SteadyChanges(List.of(first, other));
                    MockFleet clients = MockFleet.start(settings,
                            List.of(clients("moving", CLIENTS)), UNHEARD, Ticker.system())) {
                assertThat(clients.awaitFinished(LONG)).isTrue();
                changes.start();
                clients.pause(Duration.ofMillis(300 + random.nextInt(700)));
                fleet.kill(FIRST);
                staysReady(other);
                fleet.start(FIRST);
                live(first, "control-1", "control-2");
                clients.pause(Duration.ofMillis(300 + random.nextInt(700)));
                second.kill();
                staysReady(first);
                second.startAgain();
                await("the second node is back").ignoreExceptions().until(() -> ready(other));
                changes.stop();
                everyClientEndsOnTheNewest(settings, clients);
                await("released").untilAsserted(() -> assertThat(leavers.histories())
                        .isEqualTo(Leavers.once(SteadyChanges.LEAVER, changes.leavers())));
                assertThat(changes.leavers()).isGreaterThan(3);
                assertNothingWasWrong(clients.results("moving"));
                assertThat(first.get("workloads/" + SteadyChanges.LEAVER + "0?wait=released").status()).isEqualTo(200);
                assertThat(other.get("workloads/" + SteadyChanges.LEAVER + "0?wait=released").status()).isEqualTo(200);
            } finally {
                for (int i = 0; i < SteadyChanges.SERVICES; i++) {
                    first.delete("workloads/kill-" + i + "-1");
                    first.delete("services/kill-" + i);
                }
            }
        }
    }

    /** Two clients that begin now, one at each node, say what is the newest. */
    private static void everyClientEndsOnTheNewest(FleetSettings settings, MockFleet clients) throws Exception {
        try (MockFleet fresh = MockFleet.start(settings, List.of(clients("fresh", 2)), UNHEARD, Ticker.system())) {
            assertThat(fresh.awaitFinished(LONG)).isTrue();
            for (int i = 0; i < SteadyChanges.SERVICES; i++) {
                String name = endpoints(i);
                await(name).untilAsserted(() -> {
                    long[] newest = new long[1];
                    assertThat(fresh.count("fresh", client -> {
                        newest[0] = client.versionHash(XdsType.EDS, name);
                        return newest[0] != 0;
                    })).isEqualTo(2);
                    assertThat(fresh.count("fresh",
                            client -> client.versionHash(XdsType.EDS, name) == newest[0])).isEqualTo(2);
                    assertThat(clients.count("moving",
                            client -> client.connected() && client.versionHash(XdsType.EDS, name) == newest[0]))
                            .isEqualTo(CLIENTS);
                });
            }
        }
    }

    private static void assertNothingWasWrong(GroupResult result) {
        assertThat(result.violations()).isEmpty();
        assertThat(result.missed().count()).isZero();
        assertThat(result.traffic().nacks()).isZero();
        assertThat(result.streams()).as("they moved").isGreaterThan(CLIENTS);
    }
}
