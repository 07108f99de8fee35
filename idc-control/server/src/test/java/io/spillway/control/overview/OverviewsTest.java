package io.spillway.control.overview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.control.overview.Overview.Alert;
import io.spillway.control.overview.Overview.Edge;
import io.spillway.control.overview.Overview.IdcView;
import io.spillway.control.overview.Overview.LinkState;
import io.spillway.control.overview.Overview.PathState;
import io.spillway.control.overview.Overview.ServiceState;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.control.service.StatusReport.PathView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.RegistryView;
import io.spillway.control.service.StatusReport.ServiceView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** At 3 a.m. somebody looks which IDC is sick, and where traffic goes. */
class OverviewsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");

    private static PeerView peer(PeerState state, int usable, int lost, int healthy) {
        return new PeerView("idc-b", state, NOW.minusSeconds(60), NOW.minusSeconds(2), 3,
                List.of(new HeldView("orders", "empties_service", "declared 4 -> 0", NOW.minusSeconds(9))), null)
                .with(NOW, new PathView(usable, lost, 0, lost == 0 ? null : NOW.minusSeconds(5), List.of("gw-2")),
                        new ServiceView(3, 10, healthy, 1000, 800, 420));
    }

    private static DataPlaneView gateway(String node, String type, SyncState state) {
        return new DataPlaneView(node, "gateway", type, state, "v1", NOW, NOW, 3,
                state == SyncState.NACKED ? "no such cluster" : null);
    }

    private static Known known(PeerView peer, boolean connected, Optional<MeasuredTraffic> users,
            List<Resource> shifts) {
        return known(peer, connected, users, shifts, new HealthView(10, 10, 0, 0, 0, 0, "", List.of()), List.of());
    }

    private static Known known(PeerView peer, boolean connected, Optional<MeasuredTraffic> users,
            List<Resource> shifts, HealthView health, List<Resource> workloads) {
        LoadReport.Rates toB = new LoadReport.Rates(30, 27, 3, 0);
        LoadReport load = new LoadReport("idc-a", "control-1", NOW, Duration.ofSeconds(2), List.of(),
                List.of(new LoadReport.ServiceLoad("orders", toB, Map.of(), 1, NOW,
                        List.of(new LoadReport.TargetLoad("idc-b", toB, 1, NOW, List.of())))));
        return new Known("idc-a", "control-1", NOW, new ReadinessView(true, List.of()),
                new RegistryView("etcd", connected, NOW.minusSeconds(7), 41, "c1", connected ? null : "no leader"),
                List.of(gateway("gw-1", "CDS", SyncState.SYNCED), gateway("gw-1", "EDS", SyncState.SYNCED),
                        gateway("gw-2", "CDS", SyncState.SYNCED), gateway("gw-2", "EDS", SyncState.NACKED)),
                List.of(), List.of(peer), health, load, users,
                new Known.Resources(
                        List.of(Resource.of("idc-a", new IdcSpec("eu", "north", List.of(), List.of(), 900)),
                                Resource.of("idc-b", new IdcSpec("eu", null, List.of(), List.of(), 0))),
                        shifts, List.of(), List.of(), List.of(), workloads),
                Known.Doubts.NONE);
    }

    private static IdcView idc(Overview overview, String name) {
        return overview.idcs().stream().filter(idc -> idc.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> names(Overview overview) {
        return overview.alerts().stream().map(Alert::name).toList();
    }

    @Test
    void trafficGoesWhereTheGatewaysSayAndWhatNobodyToldIsNotKnown() {
        MeasuredTraffic users = new MeasuredTraffic(100, 1, 0, Map.of("idc-a", 70.0, "idc-b", 30.0), List.of());
        Overview told = Overviews.of(known(peer(PeerState.CONNECTED, 2, 0, 10), true, Optional.of(users), List.of()));
        assertThat(told.edges()).containsExactly(new Edge("idc-a", "idc-a", 70.0, null),
                new Edge("idc-a", "idc-b", 30.0, 90.0));
        IdcView here = idc(told, "idc-a");
        assertThat(here.requestsPerSecond()).isEqualTo(100.0);
        assertThat(here.successPercent()).isEqualTo(99.0);
        assertThat(here.gateways()).isEqualTo(new Overview.Gateways(2, 1));
        assertThat(here.capacity()).isEqualTo(900);
        Overview untold = Overviews.of(known(peer(PeerState.CONNECTED, 2, 0, 10), true, Optional.empty(), List.of()));
        assertThat(untold.edges()).allSatisfy(edge -> assertThat(edge.requestsPerSecond()).isNull());
        assertThat(idc(untold, "idc-a").requestsPerSecond()).isNull();
    }

    @Test
    void theThreePartsOfAnIdcsHealthAreApart() {
        IdcView well = idc(Overviews.of(known(peer(PeerState.CONNECTED, 2, 0, 10), true, Optional.empty(), List.of())),
                "idc-b");
        assertThat(well.link().state()).isEqualTo(LinkState.LIVE);
        assertThat(well.link().lag()).isEqualTo(Duration.ofSeconds(2));
        assertThat(well.path()).isEqualTo(new Overview.Path(PathState.WELL, 2, 2));
        assertThat(well.service().state()).isEqualTo(ServiceState.WELL);
        assertThat(well.requestsPerSecond()).isEqualTo(420.0);
        assertThat(well.capacity()).isNull();
        IdcView cut = idc(Overviews.of(known(peer(PeerState.STALE, 2, 0, 8), true, Optional.empty(), List.of())),
                "idc-b");
        assertThat(cut.link().state()).isEqualTo(LinkState.STALE);
        assertThat(cut.path().state()).as("a dead control plane is not a dead service").isEqualTo(PathState.WELL);
        assertThat(cut.service().state()).isEqualTo(ServiceState.WEAK);
        assertThat(cut.service().healthyPercent()).isEqualTo(80.0);
        IdcView dark = idc(Overviews.of(known(peer(PeerState.CONNECTED, 0, 2, 0), true, Optional.empty(), List.of())),
                "idc-b");
        assertThat(dark.path().state()).isEqualTo(PathState.DEAD);
        assertThat(dark.service().state()).isEqualTo(ServiceState.GONE);
        assertThat(idc(Overviews.of(known(peer(PeerState.CONNECTED, 1, 1, 10), true, Optional.empty(), List.of())),
                "idc-b").path().state()).isEqualTo(PathState.PARTLY);
    }

    @Test
    void whereNobodyChecksInstancesCountAsTheySay() {
        List<Resource> workloads = new ArrayList<>();
        for (WorkloadState state : List.of(WorkloadState.UP, WorkloadState.DOWN, WorkloadState.DRAINING)) {
            workloads.add(Resource.of("orders-" + state, new WorkloadEntrySpec("orders", "default", "a-primary",
                    "10.0.0.1", 80, 1, state, Map.of(), null)));
        }
        IdcView half = here(workloads);
        assertThat(half.service()).isEqualTo(new Overview.Behind(ServiceState.WEAK, 50.0, List.of("orders")));
        assertThat(here(workloads.subList(0, 1)).service().state()).isEqualTo(ServiceState.WELL);
        assertThat(here(workloads.subList(1, 2)).service().state()).isEqualTo(ServiceState.GONE);
        assertThat(here(List.of()).service().state()).isEqualTo(ServiceState.UNKNOWN);
    }

    private static IdcView here(List<Resource> workloads) {
        return idc(Overviews.of(known(peer(PeerState.CONNECTED, 2, 0, 10), true, Optional.empty(), List.of(),
                HealthView.NONE, workloads)), "idc-a");
    }

    @Test
    void whatIsWrongStandsThereTheGravestFirst() {
        TrafficShiftSpec shift = new TrafficShiftSpec(new ShiftScope.DrGroupScope("core"),
                Map.of("idc-a", 0, "idc-b", 100), Set.of(), "maintenance", NOW.plusSeconds(600), OnExpiry.ALARM, false,
                null, "alice");
        Overview overview = Overviews.of(known(peer(PeerState.STALE, 0, 2, 10), false, Optional.empty(),
                List.of(Resource.of("drgroup.core", shift))));
        assertThat(names(overview)).containsExactly("SpillwayPathLost", "SpillwayRegistryLost", "ShiftExpires",
                "SpillwayDataPlaneNacked", "SpillwayPeerStale", "SpillwayUpdateHeld");
        assertThat(overview.connected()).isFalse();
        assertThat(overview.shifts()).singleElement().satisfies(each -> {
            assertThat(each.scope()).isEqualTo("drgroup/core");
            assertThat(each.weights()).containsEntry("idc-b", 100);
        });
        assertThat(names(Overviews.of(known(peer(PeerState.CONNECTED, 2, 0, 10), true, Optional.empty(), List.of()))))
                .containsExactly("SpillwayDataPlaneNacked", "SpillwayUpdateHeld");
    }

    /** Whoever looks up the runbook of a name finds one, and Prometheus would have said as grave a word. */
    @Test
    void namesAndGravityAreThoseOfTheRules() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/spillway/control/overview/Alerts.java"));
        String rules;
        try (Stream<Path> files = Files.list(Path.of("../../grafana/rules"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".yml")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
            rules = String.join("\n", texts);
        }
        Matcher said = Pattern.compile("(page|ticket)\\(\"(Spillway\\w+)\"|Severity\\.(INFO), \"(Spillway\\w+)\"")
                .matcher(source);
        int count = 0;
        while (said.find()) {
            count++;
            String severity = said.group(1) == null ? "info" : said.group(1);
            String name = said.group(2) == null ? said.group(4) : said.group(2);
            assertThat(rules).as(name).containsPattern("alert: " + name + "\\n(?:(?!alert:)[\\s\\S])*?severity: "
                    + severity.toLowerCase(Locale.ROOT) + "\\n");
            assertThat(Path.of("../../grafana/runbooks/" + name + ".md")).exists();
        }
        assertThat(count).isGreaterThan(15);
    }
}
