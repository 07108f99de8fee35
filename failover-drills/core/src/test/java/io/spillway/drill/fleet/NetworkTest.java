package io.spillway.drill.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Topology.IdcTopology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** In namespaces an IDC has an address for others, which a fault may cut off, and one for itself and the drill. */
class NetworkTest {

    private static final Ports PORTS = new Ports(17_000);
    private static final Network NAMESPACES = new Network(new Space(10, "1"),
            List.of(new Place("idc-a", 1, new Space(11, "2")), new Place("idc-b", 2, new Space(12, "3")),
                    new Place(FleetLayout.LINKS, 3, new Space(13, "4"))));
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatOthersReachIsServedAndTheRestIsTheIdcsOwn() throws IOException {
        FleetFiles.write(layout(Set.of()), Instant.EPOCH);

        assertThat(Files.readString(folder.resolve("idc-b/idc-control.yaml")))
                .contains("ads: 127.20.2.2:" + PORTS.ads(1), "api: 127.21.2.2:" + PORTS.api(1),
                        "admin: 127.21.2.2:" + PORTS.controlAdmin(1),
                        "idc-a: {control: [\"127.20.1.2:" + PORTS.ads(0));
        assertThat(Files.readString(folder.resolve("idc-b/gateway-1.yaml")))
                .contains("entrance: 127.20.2.2:" + PORTS.entrance(1, 0),
                        "crossing: 127.20.2.2:" + PORTS.crossing(1, 0), "local: 127.21.2.2:" + PORTS.local(1, 0));
        assertThat(Files.readString(folder.resolve("idc-a/resources/idcs.yaml")))
                .contains("127.20.2.2:" + PORTS.crossing(1, 0));
        assertThat(Files.readString(folder.resolve("idc-a/idc-control.yaml"))).doesNotContain("127.0.0.1");
    }

    @Test
    void processesRunInTheNamespaceOfTheirIdc() throws IOException {
        List<ComponentPlan> plans = layout(Set.of()).components(new Commands(Home.find(), Map.of()));

        assertThat(plans).isNotEmpty().allSatisfy(plan -> assertThat(plan.command()).startsWith("nsenter",
                "--net=/proc/" + (plan.idc().equals("idc-a") ? 11 : 12) + "/ns/net", "--"));
        assertThat(plans).filteredOn(plan -> plan.role() == Role.SERVICE).isNotEmpty().allSatisfy(
                plan -> assertThat(plan.command()).containsSequence("--address", plan.ready().getHost(), "--port"));
        assertThat(plans).extracting(plan -> plan.ready().getHost()).containsOnly("127.21.1.2", "127.21.2.2");
    }

    @Test
    void linesThroughToxiproxyLieInANamespaceOfTheirOwn() throws IOException {
        FleetLayout layout = layout(Set.of(Line.CROSSING, Line.ENTRANCE));
        FleetFiles.write(layout, Instant.EPOCH);

        assertThat(layout.toxiproxy()).startsWith("127.21.3.2:");
        assertThat(Files.readString(folder.resolve("idc-a/resources/idcs.yaml"))).contains("gateways: [\"127.20.3.2:");
        assertThat(Files.readString(folder.resolve("links.json"))).contains("127.20.2.2:" + PORTS.crossing(1, 0),
                "127.20.1.2:" + PORTS.entrance(0, 0), "127.20.3.2:");
        assertThat(layout.entrances().values().stream().flatMap(List::stream).toList()).isNotEmpty()
                .allMatch(each -> each.getHostString().equals("127.20.3.2"));
    }

    @Test
    void usersComeWhereFaultsAre() throws IOException {
        assertThat(layout(Set.of()).entrances().get("idc-b")).singleElement()
                .satisfies(each -> assertThat(each.getHostString()).isEqualTo("127.20.2.2"));
    }

    @Test
    void aPlaceIsConnectedByTwoCables() {
        assertThat(Namespaces.connect(new Place("idc-b", 2, new Space(12, "3"))))
                .contains("ip link add served-2 type veth peer name served netns 12",
                        "ip link add own-2 type veth peer name own netns 12",
                        "nsenter --net=/proc/12/ns/net -- sh -ec '",
                        "ip address add 127.20.2.2/24 dev served scope global",
                        "ip route add 127.21.0.0/16 via 127.21.2.1'")
                .doesNotContain("%");
    }

    @Test
    void aNamespaceIsNotTakenForThatOfALaterProcess() {
        Space own = Space.of(ProcessHandle.current().pid());

        assertThat(own.isThere()).isTrue();
        assertThat(Space.parse(own.text())).isEqualTo(own);
        assertThat(new Space(own.pid(), own.start() + "1").isThere()).isFalse();
        assertThatThrownBy(() -> Space.parse("12")).hasMessageContaining("\"12\"").hasMessageContaining("PID START");
    }

    private FleetLayout layout(Set<Line> lines) throws IOException {
        Path resources = Files.createDirectories(folder.resolve("seeds"));
        List<IdcTopology> idcs = Stream.of("idc-a", "idc-b")
                .map(name -> new IdcTopology(name, 1, List.of(name + "-primary"), resources)).toList();
        return new FleetLayout(
                new Topology("test", 17_000, idcs, Map.of("orders", "orders.example"), Map.of()), PORTS, folder,
                RegistryChoice.EMBEDDED, lines, NAMESPACES);
    }
}
