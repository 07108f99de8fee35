package io.spillway.drill.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Topology.IdcTopology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is to be broken goes through Toxiproxy, and nothing else does. */
class LinksTest {

    private static final Ports PORTS = new Ports(17_000);
    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyLinkHasAPortOfItsOwn() throws IOException {
        FleetLayout layout = layout(2, EnumSet.allOf(Line.class));
        List<Integer> own = Stream.of(0, 1).flatMap(idc -> Stream.of(PORTS.api(idc), PORTS.ads(idc),
                PORTS.controlAdmin(idc), PORTS.etcdClient(idc), PORTS.etcdPeer(idc), PORTS.entrance(idc, 0),
                PORTS.gatewayAdmin(idc, 1), PORTS.syncAdmin(idc), PORTS.service(idc, 7), PORTS.clients(idc, 0),
                PORTS.toxiproxy())).toList();
        assertThat(layout.links().all()).hasSize(2 * (2 + 2 + 1 + 1 + 1));
        assertThat(layout.links().all()).extracting(Link::listen).doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(own);
        assertThat(layout.links().all()).extracting(Link::proxy).doesNotHaveDuplicates();
    }

    @Test
    void filesLeadThroughTheLinks() throws IOException {
        FleetLayout layout = layout(2, Set.of(Line.SYNC));
        FleetFiles.write(layout, Instant.EPOCH);
        Link link = layout.links().all().stream().filter(each -> each.lies(Line.SYNC, "idc-a", "idc-b")).findFirst()
                .orElseThrow();
        assertThat(read("idc-a/registry-sync.yaml")).contains("idc-b: {control: [\"127.0.0.1:" + link.listen())
                .contains("control: [\"127.0.0.1:" + PORTS.ads(0));
        assertThat(read("idc-a/gateway-1.yaml")).contains("control: [\"127.0.0.1:" + PORTS.ads(0));
        assertThat(read("idc-b/resources/idcs.yaml")).contains("127.0.0.1:" + PORTS.crossing(1, 0));
        assertThat(read("links.json")).contains(link.proxy(), "127.0.0.1:" + PORTS.ads(1));
    }

    @Test
    void withoutLinesNothingIsInBetween() throws IOException {
        FleetLayout layout = layout(2, Set.of());
        FleetFiles.write(layout, Instant.EPOCH);
        assertThat(layout.links().all()).isEmpty();
        assertThat(folder.resolve("links.json")).doesNotExist();
    }

    @Test
    void moreIdcsThanThereArePortsForAreRefused() throws IOException {
        FleetLayout layout = layout(4, Set.of(Line.SYNC));
        assertThatThrownBy(layout::links).hasMessageContaining("4 IDCs").hasMessageContaining("at most 3");
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private FleetLayout layout(int idcs, Set<Line> lines) throws IOException {
        Path resources = Files.createDirectories(folder.resolve("seeds"));
        List<IdcTopology> all = Stream.of("idc-a", "idc-b", "idc-c", "idc-d").limit(idcs)
                .map(name -> new IdcTopology(name, 2, List.of(), resources)).toList();
        return new FleetLayout(new Topology("test", 17_000, all, Map.of(), Map.of()), PORTS, folder,
                RegistryChoice.ETCD, lines, Network.LOOPBACK);
    }
}
