package io.spillway.it.observability;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.spillway.it.docs.Checkout;
import io.spillway.it.harness.TestFleet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who is called at night is called by real programs because of a real disaster: Debian's Prometheus and Alertmanager,
 * with the shipped files, beside a fleet in which things break. Five break at once that do not touch each other.
 */
@Tag("real")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertsArriveTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(Scene.SHAPE);

    private static @Nullable Scene scene;
    private static @Nullable Alarms alarms;

    @BeforeAll
    static void watch() throws Exception {
        Scene opened = Scene.open(FLEET.get(), Path.of("target/watched-" + System.nanoTime()));
        scene = opened;
        alarms = new Alarms(opened.watch());
    }

    @AfterAll
    static void end() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    @Order(1)
    void whereAllIsWellEveryPanelHasDataAndNobodyIsCalled() throws Exception {
        scene().awaitPanels(GrafanaReadme.emptyWhileAllIsWell().keySet());
        alarms().awaitCalm();
    }

    @Test
    @Order(2)
    void whatIsWrongInAFileIsFoundByTheCommandsOfTheGuide() throws Exception {
        DebianCommands guide = DebianCommands.read();
        Watch watch = scene().watch();
        watch.check(guide.of("promtool", "check", "config"));
        watch.check(guide.of("amtool", "check-config"));
        watch.check(List.of("promtool", "check", "config", watch.folder().resolve("prometheus.yml").toString()));
        watch.check(List.of("amtool", "check-config",
                Checkout.root().resolve("config/deploy/observability/alertmanager.yml").toString()));
        watch.check(DebianCommands.with(guide.of("amtool", "alert", "query"),
                Map.of("--alertmanager.url", "http://" + watch.alertmanager())));
    }

    @Test
    @Order(3)
    void aSwitchOverIsSeenWhileItGoesOnAndCallsNobody() throws Exception {
        long start = System.nanoTime();
        scene().moveThereAndBack("watched");
        assertThat(scene().watch().series("ALERTS{alertname=\"SpillwaySwitchOverActive\",alertstate=\"firing\"}"))
                .isPositive();
        assertThat(alarms().pages(start)).isEmpty();
    }

    @Test
    @Order(4)
    void eachDisasterIsToldAndTakenBack() throws Exception {
        alarms().prove(List.of(
                scene().killed("idc-b/etcd", Alarm.of("RegistryLost", "idc=idc-b")).mayPage("NobodyLeads"),
                scene().killed("idc-a/gateway-2", Alarm.of("GatewayAway", "idc=idc-a", "node=gateway-2")),
                scene().killed("idc-a/idc-control-2", Alarm.of("ControlNodeAway", "idc=idc-a", "node=control-2")),
                Disaster.of("idc-a does not hear idc-b", () -> scene().fleet().links().cutSyncTo("idc-a"),
                        () -> scene().fleet().links().heal(), Alarm.of("PeerStale", "idc=idc-a", "peer=idc-b")),
                Disaster.of("shaky fails", () -> scene().shaky().answerWith(500), () -> scene().shaky().answerWith(200),
                        Alarm.of("SuccessBurnFast", "idc=idc-a", "service=shaky")).mayPage("SuccessBurnMedium")));
    }

    @Test
    @Order(5)
    void whatWasDoneIsOnTheDashboards() throws Exception {
        Set<String> left = new TreeSet<>();
        GrafanaReadme.emptyWhileAllIsWell().forEach((panel, reason) -> {
            if (!reason.startsWith(GrafanaReadme.SHOWN)) {
                left.add(panel);
            }
        });
        scene().awaitPanels(left);
    }

    private static Scene scene() {
        return Objects.requireNonNull(scene);
    }

    private static Alarms alarms() {
        return Objects.requireNonNull(alarms);
    }
}
