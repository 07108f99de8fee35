package io.spillway.it.exchange;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ProbeWord;
import io.spillway.control.service.WriteResult;
import io.spillway.drill.bench.sync.OctetCounter;
import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.process.config.HostPort;
import io.spillway.sync.peer.SyncSettings;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three IDCs with a policy, and idc-a dies whole: the other two judge it, one of them acts. Time goes three times as fast for
 * the control nodes, or hold-down and silence would take minutes.
 */
@Tag("real")
@Tag("full")
class OneOfThreeDiesTest {

    private static final List<String> IDCS = List.of("idc-a", "idc-b", "idc-c");
    /** Not the order of the names: idc-b decides, and idc-c is to receive. */
    private static final List<String> ORDER = List.of("idc-a", "idc-c", "idc-b");
    private static final List<String> PLACES = List.of("north", "south", "east");
    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    /** What a control node thinks has passed beside that. */
    private static final Duration MORE = POLL.multipliedBy(2);
    /** What an IDC said that long ago does not count, and some. */
    private static final Duration SILENT = Duration.ofSeconds(20);
    private static final int PROBE_EACH = 10;

    @TempDir
    Path folder;
    private final Map<String, Side> sides = new TreeMap<>();
    private final Map<String, MockFleet> gateways = new TreeMap<>();
    /** By who hears and who is heard, as in "idc-b idc-c". */
    private final Map<String, OctetCounter> cables = new TreeMap<>();
    private boolean dead;
    private int polls;

    @BeforeEach
    void start() throws Exception {
        for (String idc : IDCS) {
            Side side = new Side(idc, others(idc), folder);
            sides.put(idc, side);
            assertThat(side.node.service().apply(new ApplyRequest(world(idc), false, null, "test")))
                    .isInstanceOf(WriteResult.Applied.class);
            gateways.put(idc, fleet(side));
        }
        for (Side side : sides.values()) {
            Map<String, List<HostPort>> peers = new LinkedHashMap<>();
            for (String other : others(side.idc)) {
                OctetCounter cable = OctetCounter.start(side(other).node.adsPort());
                cables.put(side.idc + " " + other, cable);
                peers.put(other, List.of(new HostPort("127.0.0.1", cable.port())));
            }
            side.hears(new SyncSettings(side.idc, "sync-1", List.of(side.address()), peers, LEASE, LEASE,
                    Duration.ofMinutes(5)));
        }
        timePasses(() -> sides.values().forEach(side -> {
            assertThat(side.imports()).hasSize(2);
            assertThat(side.node.service().check().findings()).as("in " + side.idc)
                    .noneMatch(finding -> finding.rule().equals("automatic-not-armed"));
        }));
    }

    @AfterEach
    void stop() throws Exception {
        gateways.values().forEach(MockFleet::close);
        sides.values().forEach(Side::hearsNothing);
        sides.values().forEach(Side::close);
        for (OctetCounter cable : cables.values()) {
            cable.close();
        }
    }

    private static Set<String> others(String idc) {
        return IDCS.stream().filter(other -> !other.equals(idc)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Resource> world(String idc) {
        List<Resource> world = new ArrayList<>();
        IDCS.forEach(each -> world.add(Resource.of(each,
                new IdcSpec("region-1", null, List.of(), List.of("127.0.0.1:7" + each.codePointAt(4)), 0))));
        world.add(Resource.of("core", new DrGroupSpec(ORDER, 1, new DrGroupLimits(false, null, List.of(), 100,
                new AutomaticPolicy(AutomaticPolicy.SHORTEST_HOLD_DOWN, List.of(100), Duration.ZERO, null)))));
        world.add(Resource.of("primary", new ClusterSpec(idc, ClusterRole.PRIMARY)));
        world.add(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core")));
        world.add(Resource.of("orders-1", new WorkloadEntrySpec("orders", "default", "primary", "127.0.0.1", 8001, 100,
                WorkloadState.UP, Map.of(), null)));
        return world;
    }

    /** Two gateways that Ack what they are told. */
    private static MockFleet fleet(Side side) throws Exception {
        Group gateways = Group.of(side.idc + "-gateway", 2, new NodeOctets(side.idc, "gateway", Map.of()),
                new Step.Subscribe(XdsType.CDS, NameSet.NONE),
                new Step.Await(new Step.Condition.Answered(XdsType.CDS), Duration.ofSeconds(30)));
        MockFleet fleet = MockFleet.start(
                FleetSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), side.node.adsPort())),
                List.of(gateways),
                ReceiptListener.NONE, Ticker.system());
        assertThat(fleet.awaitFinished(Duration.ofSeconds(30))).isTrue();
        return fleet;
    }

    private Side side(String idc) {
        return Objects.requireNonNull(sides.get(idc), idc);
    }

    /** Waits for something, while probes speak and time goes. */
    private void timePasses(ThrowingRunnable seen) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollDelay(Duration.ZERO).pollInterval(POLL)
                .untilAsserted(() -> {
                    aMoment();
                    seen.run();
                });
    }

    /** So long, by the control nodes, something holds at each look. */
    private void timePasses(Duration time, Runnable holds) {
        long looks = time.dividedBy(POLL.plus(MORE)) + 1;
        long until = polls + looks;
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> {
            aMoment();
            holds.run();
            return polls > until;
        });
    }

    private void aMoment() {
        sides.values().forEach(side -> side.time.pass(MORE));
        if (polls++ % PROBE_EACH == 0) {
            sides.values().forEach(this::probe);
        }
    }

    /** Probes in three places speak to each IDC that lives. */
    private void probe(Side side) {
        for (String place : PLACES) {
            for (String judged : IDCS) {
                boolean reachable = !dead || !judged.equals("idc-a");
                assertThat(side.node.service().probed(new ProbeWord(judged, reachable, place)))
                        .isInstanceOf(WriteResult.Applied.class);
            }
        }
    }

    /** With gateways, control plane, registry and registry-sync. */
    private void idcADies() {
        Objects.requireNonNull(gateways.remove("idc-a")).close();
        Objects.requireNonNull(sides.remove("idc-a")).close();
        dead = true;
        sides.values().forEach(this::probe);
    }

    private void theLineBetweenTheOthers(boolean cut) {
        for (String way : List.of("idc-b idc-c", "idc-c idc-b")) {
            OctetCounter cable = Objects.requireNonNull(cables.get(way));
            if (cut) {
                cable.cut();
            } else {
                cable.mend();
            }
        }
    }

    private record Move(String id, SwitchOverSpec spec, SwitchOverStatus status) {

        @Override
        public String toString() {
            return spec.from() + " -> " + spec.to() + " by " + status.generation().idc();
        }
    }

    private static List<Move> moves(Side side) {
        return side.node.service().list(Kind.SWITCH_OVER).resources().stream().<Move>mapMulti((each, to) -> {
            if (each.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
                assertThat(spec.status().origin()).isEqualTo(SwitchOrigin.AUTOMATIC);
                to.accept(new Move(each.name(), spec, spec.status()));
            }
        }).toList();
    }

    private static List<String> said(Side side) {
        return moves(side).stream().map(Move::toString).sorted().toList();
    }

    /** Where users of the dead one go, as in "{idc-c=100} 1/idc-b"; empty when nothing is shifted. */
    private static String shift(Side side) {
        return side.node.service().get(Kind.TRAFFIC_SHIFT, CORE.resourceName())
                .map(each -> each.spec() instanceof TrafficShiftSpec shift
                        ? new TreeMap<>(shift.weightsAt().getOrDefault("idc-a", Map.of())) + " " + shift.generation()
                        : "")
                .orElse("");
    }

    private void isMovedOnce() {
        Side b = side("idc-b");
        Side c = side("idc-c");
        timePasses(() -> {
            for (Side side : List.of(b, c)) {
                assertThat(said(side)).as("in " + side.idc).containsExactly("idc-a -> idc-c by idc-b");
                assertThat(moves(side).getFirst().status().state()).as("in " + side.idc)
                        .isEqualTo(SwitchOverState.COMPLETED);
            }
        });
        assertThat(moves(b).getFirst().id()).isEqualTo(moves(c).getFirst().id());
        timePasses(() -> assertThat(shift(b)).isNotEmpty().isEqualTo(shift(c)));
    }

    @Test
    void oneOfTheOthersMovesItsTrafficWhereTheDrGroupSaysAndNeitherMovesItAgainWhenTheyLoseEachOther() {
        idcADies();
        isMovedOnce();
        String standing = shift(side("idc-b"));
        assertThat(standing).contains("idc-c=100").endsWith("/idc-b");

        theLineBetweenTheOthers(true);
        timePasses(SILENT, () -> sides.values().forEach(side -> {
            assertThat(said(side)).as("in " + side.idc).hasSize(1);
            assertThat(shift(side)).as("in " + side.idc).isEqualTo(standing);
        }));
        theLineBetweenTheOthers(false);
        timePasses(() -> assertThat(sides.values()).allMatch(Side::hearsTheLiving));
        timePasses(SILENT.dividedBy(2), () -> sides.values().forEach(side -> {
            assertThat(said(side)).as("in " + side.idc).hasSize(1);
            assertThat(shift(side)).as("in " + side.idc).isEqualTo(standing);
        }));
    }

    @Test
    void whoDoesNotHearTheOtherThatLivesMovesNothingUntilItDoes() {
        theLineBetweenTheOthers(true);
        timePasses(SILENT, () -> assertThat(said(side("idc-b"))).as("all live").isEmpty());
        idcADies();
        timePasses(AutomaticPolicy.SHORTEST_HOLD_DOWN.plus(SILENT), () -> sides.values().forEach(side -> {
            assertThat(said(side)).as("in " + side.idc).isEmpty();
            assertThat(shift(side)).as("in " + side.idc).isEmpty();
        }));
        theLineBetweenTheOthers(false);
        isMovedOnce();
    }
}
