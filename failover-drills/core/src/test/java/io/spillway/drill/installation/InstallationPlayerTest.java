package io.spillway.drill.installation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.agent.Outcome;
import io.spillway.drill.agent.Run;
import io.spillway.drill.agent.ScriptedControl;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.plan.AbortGuard;
import io.spillway.drill.run.Brake;
import io.spillway.drill.verdict.Verdict;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A drill with the traffic of an installation: only what may be done there, and nothing stays. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InstallationPlayerTest {

    private static final String MOVE = "{\"event\":\"there\",\"within\":\"5s\",\"switchOver\":{\"idc\":\"idc-a\",\"name\":\"there\","
            + "\"scope\":\"drgroup/core\",\"from\":\"idc-a\",\"to\":\"idc-b\",\"steps\":[10,25],\"soak\":\"1s\",\"reason\":\"drill\"}}";
    private static final String FAULT = "{\"event\":\"errors\",\"ttl\":\"30s\",\"filter\":{\"idc\":\"idc-a\",\"service\":\"orders\","
            + "\"abortPercent\":20}}";
    private static final String END = "\"rollback\":[{\"event\":\"end\",\"endSwitchOvers\":{\"idc\":\"idc-a\"}}]";
    private static final String TARGET = "\"target\":{\"scope\":{\"drGroup\":\"core\"},\"share\":25}";

    @TempDir
    Path folder;

    private static String spec(String steps, String more) {
        return "{" + TARGET + ",\"steps\":[{\"phase\":\"drill\"}," + steps + "]," + END + more + "}";
    }

    private Outcome play(ScriptedControl control, String spec, Brake brake) throws Exception {
        Tree drill = ((Decoded.Valid<Tree>) JsonText.parse("{\"spec\":" + spec
                + ",\"status\":{\"runs\":[{\"id\":\"r1\",\"agent\":\"agent-1\"}]}}")).value();
        return new InstallationPlayer(control.control(), Pause.real(), Ticker.system(),
                InstantSource.fixed(Instant.EPOCH)).play(new Run("nightly", "r1", new JsonView(drill)), folder, brake);
    }

    @Test
    void movesTrafficByASwitchOverOfOriginDrillAndTakesItBack() throws Exception {
        String spec = spec(MOVE + ",{\"sleep\":\"100ms\"}", "");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            Outcome outcome = play(control, spec, new Brake());
            assertThat(outcome.reasons()).isEmpty();
            assertThat(outcome.verdict()).isEqualTo(Verdict.PASS);
            assertThat(control.said().getFirst())
                    .startsWith("switchovers {\"name\":\"drill.nightly.r1.there\",\"origin\":\"DRILL\"");
            assertThat(control.said()).hasSize(3).element(1).isEqualTo("switchovers/drill.nightly.r1.there/start {}");
            assertThat(control.said().getLast()).startsWith("switchovers/drill.nightly.r1.there/rollback");
            assertThat(control.move()).isEqualTo("ROLLED_BACK");
            assertThat(Files.readString(folder.resolve("run.json"))).contains("\"verdict\": \"PASS\"", "rolled back");
        }
    }

    @Test
    void whatHasNoPlaceInAnInstallationIsRefusedByNameBeforeAnythingHappens() throws Exception {
        String spec = spec(MOVE.replace("[10,25]", "[10,50]") + ","
                + MOVE.replace("drgroup/core", "idc/idc-a").replace("\"there\"", "\"other\"")
                + ",{\"event\":\"dead\",\"kill\":{\"idc\":\"idc-a\"}},"
                + "{\"event\":\"s\",\"shift\":{\"idc\":\"idc-a\",\"scope\":\"drgroup/core\",\"weights\":{\"idc-a\":100},\"reason\":\"r\"}},"
                + "{\"event\":\"c\",\"clearShift\":{\"idc\":\"idc-a\",\"scope\":\"drgroup/core\"}}",
                ",\"load\":{\"users\":[{\"name\":\"u\",\"home\":\"idc-a\",\"rps\":1,\"services\":[\"orders\"]}]},"
                        + "\"steadyState\":{\"hold\":\"1s\",\"within\":\"9s\"}");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            Outcome outcome = play(control, spec, new Brake());
            assertThat(outcome.verdict()).isEqualTo(Verdict.ABORTED);
            assertThat(outcome.reasons())
                    .anyMatch(each -> each.startsWith("steps/1: switchOver of 50 % (expected: at most 25 %"))
                    .anyMatch(each -> each.startsWith("steps/2: switchOver of idc/idc-a (expected: of drgroup/core"))
                    .anyMatch(each -> each.startsWith("steps/3: kill (expected in a running installation"))
                    .anyMatch(each -> each.startsWith("steps/4: shift (expected"))
                    .anyMatch(each -> each.startsWith("load: users (expected: none"));
            assertThat(control.said()).isEmpty();
        }
    }

    @Test
    void faultsOfGatewaysAreMadeByTheControlPlaneAndEndedInEveryCase() throws Exception {
        String spec = spec(FAULT + "," + FAULT.replace("errors", "late").replace("\"abortPercent\":20",
                "\"delayPercent\":5,\"delay\":\"200ms\"") + ",{\"event\":\"good\",\"end\":{\"fault\":\"errors\"}}", "");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            Outcome outcome = play(control, spec, new Brake());
            assertThat(outcome.reasons()).isEmpty();
            assertThat(outcome.verdict()).isEqualTo(Verdict.PASS);
            assertThat(control.said()).containsExactly(
                    "/nightly/runs/r1/fault {\"agent\":\"agent-1\",\"event\":\"errors\",\"idc\":\"idc-a\","
                            + "\"service\":\"orders\",\"abort\":{\"status\":503,\"percent\":20.0},\"ttl\":\"30s\"}",
                    "/nightly/runs/r1/fault {\"agent\":\"agent-1\",\"event\":\"late\",\"idc\":\"idc-a\","
                            + "\"service\":\"orders\",\"delay\":{\"duration\":\"200ms\",\"percent\":5.0},\"ttl\":\"30s\"}",
                    "/nightly/runs/r1/heal {\"agent\":\"agent-1\",\"event\":\"errors\"}",
                    "/nightly/runs/r1/heal {\"agent\":\"agent-1\",\"event\":\"late\"}");
        }
    }

    @Test
    void aFaultBeyondTheShareIsRefusedBeforeAnythingHappens() throws Exception {
        String spec = spec(FAULT.replace("\"abortPercent\":20", "\"abortPercent\":26") + ","
                + FAULT.replace("\"abortPercent\":20", "\"abortPercent\":1,\"status\":200").replace("errors",
                        "Bad one"),
                "");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            assertThat(play(control, spec, new Brake()).reasons())
                    .anyMatch(each -> each.startsWith("steps/1: filter of 26.0 % (expected: at most 25 %"))
                    .anyMatch(each -> each.startsWith("steps/2: filter with status 200 (expected: 400..599)"))
                    .anyMatch(each -> each.startsWith("steps/2: event Bad one (expected: name of a-z"));
            assertThat(control.said()).isEmpty();
        }
    }

    @Test
    void aMoveThatStopsIsTakenBack() throws Exception {
        String spec = spec(MOVE, "");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            control.stuckAt("PAUSED");
            Outcome outcome = play(control, spec, new Brake());
            assertThat(outcome.verdict()).isEqualTo(Verdict.ABORTED);
            assertThat(outcome.reasons()).containsExactly(
                    "switch-over drill.nightly.r1.there is PAUSED: step-failed p99 (expected: COMPLETED)");
            assertThat(control.move()).isEqualTo("ROLLED_BACK");
        }
    }

    @Test
    void aGuardEndsItByWhatTheGatewaysReport() throws Exception {
        String spec = spec(MOVE + ",{\"sleep\":\"20s\"}", ",\"abort\":[{\"successBelow\":99,\"window\":\"2s\"}]");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            control.failing(5);
            Outcome outcome = play(control, spec, new Brake());
            assertThat(outcome.reasons()).singleElement().asString()
                    .isEqualTo("abort guard: 95.00 % of the requests of the last 2 s succeeded, as the gateways report"
                            + " (expected at least 99.0 %)");
            assertThat(control.move()).isIn("ROLLED_BACK", "ABORTED", "NONE");
        }
    }

    @Test
    void whoeverPullsTheBrakeIsHeardWhileItWaits() throws Exception {
        String spec = spec(MOVE + ",{\"sleep\":\"20s\"}", "");
        try (ScriptedControl control = new ScriptedControl(spec)) {
            Brake brake = new Brake();
            Thread.ofVirtual().start(() -> {
                Awaitility.await().until(() -> control.move().equals("COMPLETED"));
                brake.pull("pre-empted");
            });
            assertThat(play(control, spec, brake).reasons()).containsExactly("pre-empted");
            assertThat(control.move()).isEqualTo("ROLLED_BACK");
        }
    }

    @Test
    void aGuardCountsItsWindowOnly() {
        Guards guards = new Guards(List.of(new AbortGuard(99, null, Duration.ofSeconds(5))));
        assertThat(guards.take(new Guards.Sample(0, 100, 0))).isNull();
        assertThat(guards.take(new Guards.Sample(TimeUnit.SECONDS.toNanos(1), 100, 1))).as("99.5 %").isNull();
        assertThat(guards.take(new Guards.Sample(TimeUnit.SECONDS.toNanos(2), 100, 9)))
                .startsWith("abort guard: 96.67 %");
        assertThat(guards.take(new Guards.Sample(TimeUnit.SECONDS.toNanos(20), 0, 0))).as("nobody asks").isNull();
    }
}
