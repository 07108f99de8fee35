package io.spillway.it.observability;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.spillway.it.etcd.Backdoor;
import io.spillway.it.harness.TestFleet;
import io.spillway.registry.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As many alerts as real processes can be brought to: what {@link AlertsArriveTest} does for five. {@code grafana/README.md} lists
 * the others, and why. What happens in one test does not touch what happens beside it.
 */
@Tag("real")
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryAlarmTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(Scene.SHAPE);

    private static final String SLOW_BURN = "SuccessBurnMedium";

    private static @Nullable Scene scene;
    private static @Nullable Extras extras;
    private static @Nullable Alarms alarms;

    @BeforeAll
    static void watch() throws Exception {
        Path folder = Path.of("target/watched-" + System.nanoTime());
        Scene opened = Scene.open(FLEET.get(), folder);
        scene = opened;
        extras = Extras.open(FLEET.get(), folder);
        alarms = new Alarms(opened.watch());
        alarms.awaitCalm();
    }

    @AfterAll
    static void end() throws Exception {
        try (Scene last = scene; Extras first = extras) {
            assertThat(last == null || first == null).as("it was started").isFalse();
        }
    }

    @BeforeEach
    void everythingRuns() {
        FLEET.get().awaitSteady();
    }

    @Test
    @Order(1)
    void thoseOfAnIdcWithoutGatewaysAndOfServicesThatAreIll() throws Exception {
        Havoc havoc = havoc();
        alarms().prove(List.of(havoc.gatewaysOfBKilled(),
                scene().killed("idc-a/registry-sync", Alarm.of("SyncAway", "idc=idc-a")),
                havoc.shakyIsSlow(),
                havoc.workloadsDie("checked", 2, Alarm.of("WorkloadsUnhealthy", "idc=idc-a"),
                        Alarm.of("PanicRouting", "idc=idc-a", "service=checked")),
                havoc.crowdFails(),
                extras().users("somebody wants lonely", "lonely", Alarm.of("NoEndpoint", "idc=idc-a", "service=lonely"))
                        .mayPage("SuccessBurnFast", SLOW_BURN, "NoEndpoint", "PanicRouting")));
    }

    @Test
    @Order(2)
    void thoseOfAnIdcWithoutControlPlaneAndOfASourceThatShrinks() throws Exception {
        Havoc havoc = havoc();
        alarms().prove(List.of(havoc.controlPlaneOfBKilledAndAGatewayOnAnEmptyDisk(), havoc.shakyFails(),
                havoc.ordersOfADies(), havoc.aGatewayStandsStill(), havoc.aFolderShrinks()));
    }

    @Test
    @Order(3)
    void thoseOfControlNodesThatDoNotReachTheirRegistryAndOfCertificates() throws Exception {
        Havoc havoc = havoc();
        extras().of("narrow").getFirst().takeMillis(300);
        alarms().prove(List.of(havoc.aGatewayAnswersLate(),
                Certificates.endsSoon(scene().fleet(), "idc-b", "gateway-1",
                        Alarm.of("CertificateEnds", "idc=idc-b", "node=gateway-1"),
                        Alarm.of("CertificateEndsSoon", "idc=idc-b", "node=gateway-1")),
                Certificates.unusable(scene().fleet(), "idc-b", "gateway-2",
                        Alarm.of("CertificateReloadFailed", "idc=idc-b", "node=gateway-2")),
                havoc.aControlNodeStartsWithoutItsEtcd(), havoc.etcdDoesNotAnswerOneControlNode(),
                havoc.strangersAtTheCrossing(),
                extras().users("narrow is wanted", "narrow", Alarm.of("RequestsShed", "idc=idc-a"))
                        .mayPage("SuccessBurnFast", SLOW_BURN)));
    }

    @Test
    @Order(4)
    void thoseOfAServiceThatVanishesAndOfTooManyUsers() throws Exception {
        Havoc havoc = havoc();
        Disaster many = extras().users("more want tight than can be carried", "tight",
                Alarm.of("DemandAboveCapacity", "service=tight"),
                Alarm.of("PeerCouldNotCarry", "idc=idc-a", "peer=idc-b"), Alarm.of("SpillRefused"))
                .mayPage("SuccessBurnFast", SLOW_BURN, "DemandAboveCapacity", "SpillRefused");
        extras().carries(5);
        try {
            alarms().prove(List.of(
                    havoc.ordersVanishesFromB().mayPage("NoEndpoint", "SuccessBurnFast", SLOW_BURN), many));
        } finally {
            extras().carries(Extras.PLENTY);
        }
    }

    @Test
    @Order(5)
    void thoseOfASwitchOverThatHearsNothing() throws Exception {
        alarms().prove(List.of(Disaster.of("idc-b does not hear of a switch-over",
                () -> scene().beginUnheard("unheard"), () -> scene().endUnheard("unheard"),
                Alarm.of("SwitchOverPaused", "id=unheard"))));
        assertThat(scene().watch().series("ALERTS{alertname=\"SpillwaySwitchOverActive\",alertstate=\"firing\"}"))
                .isPositive();
        alarms().seen().add("SpillwaySwitchOverActive");
    }

    @Test
    @Order(6)
    void thoseOfAnIdcThatIsGoneOfAProcessThatDoesNotStayAndOfARegistryThatIsEmptied(@TempDir Path folder)
            throws Exception {
        try (Backdoor etcd = Backdoor.open(FLEET.get(), folder)) {
            List<KeyValue> resources = etcd.resources();
            alarms().prove(List.of(havoc().idcBIsGone(), havoc().aGatewayStartsAgainAndAgain(),
                    Disaster.of("somebody deletes everything in the etcd of idc-a", () -> etcd.delete(resources),
                            () -> etcd.put(resources), Alarm.of("RegistryHeld", "idc=idc-a"))));
        }
    }

    @Test
    @Order(7)
    void whatThisFleetHasMoreIsOnTheDashboards() throws Exception {
        Set<String> left = new TreeSet<>();
        GrafanaReadme.emptyWhileAllIsWell().forEach((panel, reason) -> {
            if (!reason.endsWith("; shown by `EveryAlarmTest`")) {
                left.add(panel);
            }
        });
        scene().awaitPanels(left);
    }

    @Test
    @Order(8)
    void whoIsNotAmongThemIsListedWithAReason() throws Exception {
        Set<String> all = new TreeSet<>();
        AlertFiles.alerts().forEach(alert -> all.add(alert.name()));
        all.removeAll(alarms().seen());
        assertThat(GrafanaReadme.notProvoked().keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    private static Havoc havoc() {
        return new Havoc(scene(), extras());
    }

    private static Scene scene() {
        return Objects.requireNonNull(scene);
    }

    private static Extras extras() {
        return Objects.requireNonNull(extras);
    }

    private static Alarms alarms() {
        return Objects.requireNonNull(alarms);
    }
}
