package io.spillway.it.loss;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import io.spillway.it.harness.Workload;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An IDC of two Clusters loses one of them. A Remote that falls silent keeps what still answers and touches nobody else; the
 * Primary takes the control node and its own workloads with it, and costs nobody a request.
 */
@Tag("real")
class PrimaryAndRemoteTest {

    private static final String HOST = "remote.example";
    private static final String CLUSTER = "clusters/idc-a-remote";
    private static final String SERVICE = "services/remote";
    private static final Duration LONG = Duration.ofSeconds(20);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LONG).pollInterval(Duration.ofMillis(50));
    }

    private static void remoteCluster(Api api) throws IOException {
        api.write(CLUSTER, """
                {"apiVersion":"spillway.io/v1","kind":"Cluster","metadata":{"name":"idc-a-remote"},
                 "spec":{"idc":"idc-a","role":"REMOTE"}}""");
    }

    @Test
    void aRemoteThatFallsSilentKeepsWhatAnswersAndLeavesTheOthersAlone() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        List<Workload> remote = new ArrayList<>();
        remoteCluster(api);
        api.write(SERVICE, """
                {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"remote"},"spec":{"hosts":["%s"],
                 "drGroup":"core","policy":{"timeout":"1s","healthCheck":{"type":"http","path":"/","interval":"200ms",
                 "timeout":"200ms","unhealthyThreshold":2,"healthyThreshold":2}}}}""".formatted(HOST));
        Heard heard = new Heard();
        try (MockFleet listener = listener(fleet, heard)) {
            for (int number = 1; number <= 3; number++) {
                remote.add(new Workload("remote-" + number, "remote", "idc-a", api, "remote").live());
                remote.getLast().register("UP", ",\"lease\":\"1s\"");
            }
            await("the Remote serves").until(() -> fleet.user("idc-a", HOST).get("/").by("idc-a"));
            assertThat(listener.awaitFinished(LONG)).isTrue();
            heard.names.clear();
            try (Users itsUsers = Users.come(fleet.user("idc-a", HOST), 40);
                    Users others = Users.come(fleet.user("idc-a"), 40)) {
                // From here on nothing registers any more, and one of the three is really gone.
                remote.getFirst().die();
                await("the dead one is held to be dead").until(() -> dead(api).equals(List.of("remote-1")));
                long marked = System.nanoTime();
                await("silence is shown").untilAsserted(() -> assertThat(silent(api))
                        .containsExactly("workloads/remote-1", "workloads/remote-2", "workloads/remote-3"));
                await("time goes by").until(() -> itsUsers.since(marked).size() >= 100 && others.all().size() >= 150);
                assertThat(itsUsers.failed()).isEmpty();
                assertThat(itsUsers.since(marked).stream().skip(20).map(Seen::instance)).contains("remote-2",
                        "remote-3").doesNotContain("remote-1");
                assertThat(others.failed()).isEmpty();
            }
            assertThat(api.names("workloads")).as("nothing is taken away for silence").contains("remote-1",
                    "remote-2", "remote-3");
            assertThat(heard.names).as("what a client of everything is told").isNotEmpty()
                    .allMatch(name -> name.startsWith("remote/"));
        } finally {
            for (Workload workload : remote) {
                workload.close();
            }
            api.delete(SERVICE);
            api.delete(CLUSTER);
        }
    }

    @Test
    void theLossOfThePrimaryCostsNobodyARequest() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        remoteCluster(api);
        Workload remote = new Workload("orders-remote", "orders", "idc-a", api, "remote").live();
        try {
            remote.register("UP");
            await("the Remote serves too").until(() -> fleet.user("idc-a").get("/").instance().equals(remote.name()));
            try (Users here = Users.come(fleet.user("idc-a"), 50); Users there = Users.come(fleet.user("idc-b"), 20)) {
                await("load").until(() -> here.all().size() >= 50);
                fleet.kill("idc-a/idc-control");
                fleet.orders("idc-a").forEach(Workload::die);
                long lost = System.nanoTime();
                await("time goes by").until(() -> here.since(lost).size() >= 200);
                assertThat(here.failed()).isEmpty();
                assertThat(there.failed()).isEmpty();
                assertThat(here.since(lost).stream().filter(seen -> seen.by("idc-a")).map(Seen::instance))
                        .as("what is left of idc-a").contains(remote.name());

                fleet.start("idc-a/idc-control");
                for (Workload workload : fleet.orders("idc-a")) {
                    workload.live();
                }
                long back = System.nanoTime();
                await("the Primary serves again").until(() -> here.since(back).stream()
                        .anyMatch(seen -> seen.instance().startsWith("orders-idc-a")));
                assertThat(here.failed()).isEmpty();
                assertThat(there.failed()).isEmpty();
            }
        } finally {
            fleet.start("idc-a/idc-control");
            for (Workload workload : fleet.orders("idc-a")) {
                workload.live();
            }
            remote.close();
            api.delete(CLUSTER);
        }
        fleet.awaitSteady();
    }

    private static List<String> dead(Api api) throws IOException {
        return api.read("status").at("health", "against").items().stream().map(one -> one.at("workload").text())
                .toList();
    }

    private static List<String> silent(Api api) throws IOException {
        return api.read("check").at("findings").items().stream()
                .filter(finding -> finding.at("rule").text().equals("workload-silent"))
                .map(finding -> finding.at("object").text()).filter(object -> object.contains("remote")).sorted()
                .toList();
    }

    /** A data plane of idc-a that wants every cluster, and the endpoints of both services. */
    private static MockFleet listener(RunningFleet fleet, Heard heard) throws IOException {
        String[] ads = Json.parse(Files.readString(fleet.data("idc-a", "control-1").resolve("addresses.json")))
                .at("ads").text().split(":", -1);
        FleetSettings settings = new FleetSettings(List.of(new InetSocketAddress(ads[0], Integer.parseInt(ads[1]))), 1,
                1, Tls.Authority.of(fleet.authority()));
        Group all = Group.of("listener", 1, new NodeOctets("idc-a", "gateway", Map.of()),
                new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                new Step.Subscribe(XdsType.EDS, NameSet.of("remote/default", "orders/default")),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, 2), LONG));
        return MockFleet.start(settings, List.of(all), heard, Ticker.system());
    }

    /** Which resources a client was told of. */
    private static final class Heard implements ReceiptListener {

        private final Queue<String> names = new ConcurrentLinkedQueue<>();

        @Override
        public void received(Receipt receipt) {
            names.add(receipt.name());
        }
    }
}
