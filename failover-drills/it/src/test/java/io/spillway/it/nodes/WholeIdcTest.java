package io.spillway.it.nodes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.fleet.Tls;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two control nodes, an operator who knows the address of one: what he asks is answered for both. */
@Tag("real")
class WholeIdcTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SERVICE = "services/whole-idc";
    private static final ReceiptListener UNHEARD = new ReceiptListener() {
    };

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    private static Command.Done delivery(Api asked, long revision, String timeout) throws Exception {
        return Command.spillway("delivery", "--revision", Long.toString(revision), "--wait", "99", "--timeout", timeout,
                "--server", asked.address());
    }

    @Test
    void whoAsksOneNodeIsToldOfTheClientsAndTheFindingsOfAll() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api first = fleet.api("idc-a");
        try (SecondNode second = SecondNode.start(fleet, folder)) {
            Awaitility.await("two live nodes").atMost(LONG).pollInterval(Duration.ofMillis(50)).untilAsserted(
                    () -> assertThat(first.read("status").at("nodes").items()).hasSize(2));
            Group mute = Group.of("mute", 1, new NodeOctets("idc-a", "gateway", Map.of()),
                    new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                    new Step.Await(new Step.Condition.Answered(XdsType.CDS), LONG), new Step.Silence());
            FleetSettings onlySecond = new FleetSettings(List.of(second.addresses().getLast()), 1, 1,
                    Tls.Authority.of(fleet.authority()));
            try (MockFleet clients = MockFleet.start(onlySecond, List.of(mute), UNHEARD, Ticker.system())) {
                assertThat(clients.awaitFinished(LONG)).isTrue();
                // A node of that name may have been counted that an earlier test has killed: this one must have the client.
                Awaitility.await("the second node has the client").atMost(LONG).pollInterval(Duration.ofMillis(50))
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(second.api().read("status").at("dataPlanes").items())
                                .extracting(plane -> plane.at("node").text()).contains("mute-0"));
                long revision = first.write(SERVICE, """
                        {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"whole-idc"},
                         "spec":{"hosts":["whole-idc.example"],"drGroup":"core"}}""");

                Command.Done waiting = delivery(first, revision, "2s");
                assertThat(waiting.exitCode()).as("%s\nthe other node says %s; its log:\n%s", waiting.output(),
                        second.api().read("delivery?after=" + (revision - 1)), second.log()).isEqualTo(3);
                assertThat(waiting.output()).contains("mute-0");

                clients.play("mute", new Step.Resume());
                Command.Done done = delivery(first, revision, "10s");
                assertThat(done.exitCode()).as(done.output()).isZero();
                assertThat(done.output()).contains("of 2 control nodes");
            }
            Command.Done check = Command.spillway("status", "--check", "-o", "json", "--server", first.address());
            assertThat(check.output()).contains("\"node\": \"control-1\"", "\"node\": \"control-2\"")
                    .doesNotContain("node-not-asked");
        } finally {
            first.delete(SERVICE);
        }
    }
}
