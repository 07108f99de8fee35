package io.spillway.drill.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.drill.fleet.Pause;
import io.spillway.drill.run.Brake;
import io.spillway.drill.verdict.Verdict;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An agent takes what is due, plays it, tells how it ended, and ends early what is to end early. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AgentTest {

    private static final String FLEET = "{\"topology\":\"two-idcs\"}";

    @TempDir
    Path reports;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private Agent agent(ScriptedControl control, Player fleets, Player installation) {
        return new Agent(new Agent.Parts("agent-1", control.control(), fleets, installation, reports, Ticker.system(),
                Pause.real(), log::add));
    }

    private static Outcome untilBraked(Run run, Path folder, Brake brake) throws InterruptedException {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> brake.reason() != null);
        return Outcome.aborted(Objects.requireNonNull(brake.reason()), folder.toString());
    }

    @Test
    void takesARunPlaysItAndTellsHowItEnded() throws Exception {
        try (ScriptedControl control = new ScriptedControl(FLEET)) {
            Outcome played = agent(control, (run, folder, brake) -> {
                assertThat(run.toString()).isEqualTo("nightly/r1");
                return new Outcome(Verdict.FAIL, List.of("success: 98 %"), folder.toString());
            }, AgentTest::untilBraked).work(true);
            assertThat(played).isNotNull();
            assertThat(control.said().getFirst()).isEqualTo("/nightly/runs/r1/take {\"agent\":\"agent-1\"}");
            // Its first beat may be on its way while it reports.
            assertThat(control.said().stream().filter(said -> !said.contains("/beat "))).last().asString()
                    .isEqualTo("/nightly/runs/r1/report {\"agent\":\"agent-1\",\"verdict\":"
                            + "\"FAIL\",\"reasons\":[\"success: 98 %\"],\"report\":\"" + reports.resolve("nightly/r1")
                            + "\"}");
            assertThat(log).containsExactly("run nightly/r1: taken", "run nightly/r1: FAIL: success: 98 %");
        }
    }

    @Test
    void aRunWithATargetIsOfTheInstallation() throws Exception {
        try (ScriptedControl control = new ScriptedControl("{\"target\":{\"scope\":{\"drGroup\":\"core\"}}}")) {
            Outcome played = agent(control, AgentTest::untilBraked,
                    (_, folder, _) -> new Outcome(Verdict.PASS, List.of(), folder.toString())).work(true);
            assertThat(played).isNotNull().satisfies(each -> assertThat(each.verdict()).isEqualTo(Verdict.PASS));
        }
    }

    @Test
    void endsEarlyWhatTheControlPlaneWantsToEndOrHasGivenUp() throws Exception {
        try (ScriptedControl control = new ScriptedControl(FLEET)) {
            control.abort("");
            Player player = (run, folder, brake) -> {
                control.abort("pre-empted: switch-over repair of ann is SHIFTING");
                return untilBraked(run, folder, brake);
            };
            assertThat(agent(control, player, player).work(true)).isNotNull().satisfies(
                    each -> assertThat(each.reasons())
                            .containsExactly("pre-empted: switch-over repair of ann is SHIFTING"));
        }
        try (ScriptedControl control = new ScriptedControl(FLEET)) {
            Player player = (run, folder, brake) -> {
                control.giveUp();
                return untilBraked(run, folder, brake);
            };
            assertThat(agent(control, player, player).work(true)).isNotNull()
                    .satisfies(each -> assertThat(each.reasons())
                            .containsExactly("given up: 409 conflict: run r1 is ABORTED"));
        }
    }

    @Test
    void anAgentThatIsEndedRollsBackAndReportsFirst() throws Exception {
        try (ScriptedControl control = new ScriptedControl(FLEET)) {
            CountDownLatch playing = new CountDownLatch(1);
            Player player = (run, folder, brake) -> {
                playing.countDown();
                return untilBraked(run, folder, brake);
            };
            Agent agent = agent(control, player, player);
            Thread worker = Thread.ofPlatform().start(() -> {
                try {
                    var _ = agent.work(false);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(playing.await(20, TimeUnit.SECONDS)).isTrue();
            agent.stop("the agent was ended");
            worker.join(Duration.ofSeconds(20));
            assertThat(worker.isAlive()).isFalse();
            assertThat(control.said().getLast()).contains("/report", "ABORTED", "the agent was ended");
        }
    }
}
