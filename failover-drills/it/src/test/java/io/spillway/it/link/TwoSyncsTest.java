package io.spillway.it.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.fleet.Receipt;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.fleet.Tls;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Workload;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two registry-syncs of idc-a: the one that leads is killed, or stands still; the other leads, and no gateway hears of it. */
@Tag("real")
class TwoSyncsTest {

    private static final String LEADER = "idc-a/registry-sync";
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @TempDir
    Path folder;

    private static Json sync() throws IOException {
        return FLEET.get().api("idc-a").read("status").at("sync");
    }

    private static void leads(String node, Duration within) {
        Awaitility.await(node + " leads").atMost(within).pollInterval(POLL)
                .untilAsserted(() -> assertThat(sync().at("leader").text()).isEqualTo(node));
    }

    /** sync-1 leads, and the second one waits. */
    private static SecondSync second(RunningFleet fleet, Path folder) throws IOException {
        leads("sync-1", LONG);
        SecondSync second = SecondSync.start(fleet, folder);
        Awaitility.await("the second is there").atMost(LONG).pollInterval(POLL)
                .untilAsserted(() -> assertThat(sync().at("here").items()).extracting(Json::text)
                        .containsExactlyInAnyOrder("sync-1", SecondSync.NAME));
        assertThat(sync().at("leader").text()).isEqualTo("sync-1");
        return second;
    }

    @Test
    void theKilledLeaderIsFollowedWithinThreeSecondsAndNoEndpointFlaps() throws Exception {
        RunningFleet fleet = FLEET.get();
        AtomicInteger received = new AtomicInteger();
        ReceiptListener listener = new ReceiptListener() {
            @Override
            public void received(Receipt receipt) {
                received.incrementAndGet();
            }

            @Override
            public void removed(String group, int client, XdsType type, String name, long nanos) {
                received.incrementAndGet();
            }
        };
        Group gateway = Group.of("gateway", 1, new NodeOctets("idc-a", "gateway", Map.of()),
                new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                new Step.Await(new Step.Condition.Answered(XdsType.CDS), LONG),
                new Step.Subscribe(XdsType.EDS, NameSet.of(List.of("orders/default"))),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, 1), LONG));
        try (TwoSides sides = TwoSides.watch(fleet);
                SecondSync _ = second(fleet, folder);
                MockFleet mock = MockFleet.start(new FleetSettings(List.of(ads(fleet)), 1, 1,
                        Tls.Authority.of(fleet.authority())), List.of(gateway), listener, Ticker.system())) {
            assertThat(mock.awaitFinished(LONG)).isTrue();
            int before = received.get();
            fleet.kill(LEADER);
            leads(SecondSync.NAME, SOON);
            sides.letCome(90);
            sides.awaitPeers("CONNECTED");
            assertThat(received.get()).as("what a gateway was told").isEqualTo(before);
            sides.assertImportsKept();
            sides.assertNobodyFailed();
        } finally {
            fleet.start(LEADER);
            leads("sync-1", LONG);
        }
    }

    /** While it stands still the other one hears of a new workload; when it wakes up nothing of that is taken back. */
    @Test
    void theOneWhoStoodStillLeadsNoMoreAndChangesNothing() throws Exception {
        RunningFleet fleet = FLEET.get();
        Workload third = new Workload("orders-idc-b-3", "orders", "idc-b", fleet.api("idc-b"));
        try (SecondSync _ = second(fleet, folder); third) {
            long before = sync().at("term").number();
            fleet.process(LEADER).suspend();
            leads(SecondSync.NAME, SOON);
            long term = sync().at("term").number();
            assertThat(term).isGreaterThan(before);
            third.live().register("UP");
            Awaitility.await("the new workload is known").atMost(LONG).pollInterval(POLL)
                    .until(() -> declared(fleet).contains("3"));
            fleet.process(LEADER).resume();
            Awaitility.await("it stays so").during(Duration.ofSeconds(3)).atMost(LONG).pollInterval(POLL)
                    .until(() -> declared(fleet).contains("3") && sync().at("term").number() == term
                            && sync().at("leader").text().equals(SecondSync.NAME));
        } finally {
            fleet.process(LEADER).resume();
            leads("sync-1", LONG);
            fleet.awaitSteady();
        }
    }

    /** How many workloads of orders idc-b has, as idc-a knows. */
    private static List<String> declared(RunningFleet fleet) throws IOException {
        return fleet.api("idc-a").read("imports/orders.idc-b").at("spec", "groups").items().stream()
                .map(group -> group.at("declared").text()).toList();
    }

    private static InetSocketAddress ads(RunningFleet fleet) {
        String[] api = fleet.api("idc-a").address().split(":", -1);
        return new InetSocketAddress(api[0], Integer.parseInt(api[1]) + 1);
    }
}
