package io.spillway.drill.mock.fleet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Our own control plane with some hundred mock data planes: nothing is wrong, and everyone ends on the newest. */
@Tag("slow")
class OurControlPlaneTest {

    private static final int SERVICES = 20;
    private static final int CHANGES = 30;
    private static final NodeOctets NODE = new NodeOctets("idc-a", "gateway",
            Map.of("entrance", "127.0.0.1:8080", "crossing", "127.0.0.1:8081"));
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void servesBothProtocolsWithoutAViolation() throws Exception {
        Newest newest = new Newest();
        try (ControlPlane control = ControlPlane.start(folder).withServices(SERVICES);
                MockFleet fleet = MockFleet.start(FleetSettings.of(control.address()), groups(), newest,
                        Ticker.system())) {
            assertThat(fleet.awaitConnected(LONG)).isTrue();
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            for (int i = 0; i < CHANGES; i++) {
                fleet.event(XdsType.EDS, "service-" + i % SERVICES + "/default", fleet.nanos());
                control.workload(i % SERVICES, 9001 + i);
            }
            for (String group : List.of("delta", "world")) {
                Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(
                        newest.ports.entrySet().stream().filter(entry -> entry.getKey().startsWith(group)).toList())
                        .hasSize(150 * SERVICES).allSatisfy(entry -> {
                            int service = Integer.parseInt(entry.getKey().replaceAll(".*service-(\\d+)/.*", "$1"));
                            int last = service + (CHANGES - 1 - service) / SERVICES * SERVICES;
                            assertThat(entry.getValue()).as(entry.getKey()).isEqualTo(9001 + last);
                        }));
                GroupResult result = fleet.results(group);
                assertThat(result.violations()).isEmpty();
                assertThat(result.missed().count()).isZero();
                assertThat(result.ended()).isEmpty();
                assertThat(result.connected()).isEqualTo(150);
                assertThat(result.events().count()).isPositive();
                assertThat(result.slowestEventNanos()).allSatisfy(nanos -> assertThat(nanos).isPositive());
                Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(fleet.results(group).traffic())
                        .satisfies(traffic -> assertThat(traffic.acks()).isEqualTo(traffic.responses())));
            }
        }
    }

    @Test
    void knowsWhoHoldsTheNewest() throws Exception {
        Step[] steps = {new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                new Step.Subscribe(XdsType.EDS, NameSet.of("service-0/default", "service-1/default")),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, 2), LONG)};
        Group listening = Group.of("listening", 3, NODE, steps);
        Group deaf = Group.of("deaf", 2, NODE, steps[0], steps[1], steps[2], new Step.Disconnect());
        try (ControlPlane control = ControlPlane.start(folder).withServices(2);
                MockFleet fleet = MockFleet.start(FleetSettings.of(control.address()), List.of(listening, deaf),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            Inquiry inquiry = new Inquiry(fleet, FleetSettings.of(control.address()), List.of(listening, deaf),
                    Ticker.system());
            assertThat(inquiry.standings(LONG)).extracting(Standing::current).containsExactly(3, 2);

            control.workload(1, 9100);
            Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(fleet.results("listening").traffic()
                    .resources()).isEqualTo(3 * 7));
            List<Standing> standings = inquiry.standings(LONG);
            assertThat(standings.getFirst()).isEqualTo(new Standing("listening", 3, 3, 18, 18, 1, 1, true, List.of()));
            assertThat(standings.getLast()).satisfies(standing -> {
                assertThat(standing.current()).isZero();
                assertThat(standing.wanted()).isEqualTo(12);
                assertThat(standing.held()).isEqualTo(10);
                assertThat(standing.examples()).hasSize(2).allMatch(
                        example -> example.contains("has no stream, is behind in 1 resources, the first ")
                                && example.contains("service-1/default, and has 0 too many"));
            });
        }
    }

    @Test
    void saysThatNoNodeAnswers() throws Exception {
        Group group = Group.of("lost", 1, NODE, new Step.Subscribe(XdsType.CDS, NameSet.NONE));
        FleetSettings nowhere = FleetSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        try (MockFleet fleet = MockFleet.start(nowhere, List.of(group), ReceiptListener.NONE, Ticker.system())) {
            Inquiry inquiry = new Inquiry(fleet, nowhere, List.of(group), Ticker.system());
            assertThat(inquiry.standings(Duration.ofMillis(200))).singleElement().satisfies(standing -> {
                assertThat(standing.nodes()).isZero();
                assertThat(standing.agreed()).isFalse();
                assertThat(standing.examples()).containsExactly("no control node answers");
            });
        }
    }

    private static List<Group> groups() {
        NameSet names = NameSet.of(IntStream.range(0, SERVICES)
                .mapToObj(i -> "service-" + i + "/default").toList());
        Step[] steps = {new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                new Step.Await(new Step.Condition.Count(XdsType.CDS, SERVICES), LONG),
                new Step.Subscribe(XdsType.EDS, names),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, SERVICES), LONG),
                new Step.Subscribe(XdsType.LDS, NameSet.NONE),
                new Step.Subscribe(XdsType.RDS, NameSet.of("entrance")),
                new Step.Await(new Step.Condition.Holds(XdsType.RDS, "entrance", null), LONG)};
        Ramp ramp = new Ramp(Duration.ofSeconds(1), 0.5);
        return List.of(Group.of("delta", 150, NODE, steps).ramped(ramp),
                Group.of("world", 150, NODE, steps).speaking(Protocol.WORLD).ramped(ramp).sharing(10));
    }

    /** The port that each client was last told, by client and resource. */
    private static final class Newest implements ReceiptListener {

        private final Map<String, Integer> ports = new ConcurrentHashMap<>();

        @Override
        public void received(Receipt receipt) {
            if (receipt.type().equals(XdsType.EDS)) {
                ports.put(receipt.group() + "-" + receipt.client() + " " + receipt.name(),
                        Ports.of(receipt.octets()));
            }
        }
    }
}
