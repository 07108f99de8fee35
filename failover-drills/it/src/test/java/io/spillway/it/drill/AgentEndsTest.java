package io.spillway.it.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.User;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An agent that has moved an installation's traffic, and lets gateways fail a part of it, dies or is ended: nothing of that stays. */
@Tag("real")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class AgentEndsTest {

    private static final String DRILL = """
            {"apiVersion":"spillway.io/v1","kind":"Drill","metadata":{"name":"half"},"spec":{
             "target":{"scope":{"drGroup":"core"},"share":50},
             "steps":[{"phase":"there"},{"event":"there","within":"20s","switchOver":{"idc":"idc-a","name":"there","scope":"drgroup/core",
               "from":"idc-a","to":"idc-b","steps":[50],"soak":"100ms","reason":"drill"}},
               {"event":"errors","filter":{"idc":"idc-a","service":"orders","abortPercent":50,"status":418}},{"sleep":"120s"}],
             "rollback":[{"event":"back","endSwitchOvers":{"idc":"idc-a"}}]}}""";

    private static final int FAULT = 418;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    @TempDir
    Path folder;
    private Api api;
    private @Nullable Process agent;

    AgentEndsTest() {
        this.api = new Api("");
    }

    @BeforeEach
    void drill() throws Exception {
        api = FLEET.get().api("idc-a");
        var _ = api.write("drills/half", DRILL);
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.destroyForcibly();
        }
    }

    private static ConditionFactory within(int seconds) {
        return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }

    private Process startAgent() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                        "io.spillway.drill.Main", "drill", "agent", "--server", api.address(), "--name", "agent-it",
                        "--reports", folder.resolve("reports").toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private Json lastRun() throws IOException {
        return api.read("drills/half").at("status", "runs").items().getLast();
    }

    /** Starts an agent and a run, and waits until traffic is moved; returns the name of the switch-over. */
    private String moved() throws Exception {
        agent = startAgent();
        assertThat(api.post("drills/half/run", "{}").status()).isEqualTo(200);
        String move = "drill.half." + lastRun().at("id").text() + ".there";
        within(60).ignoreExceptions()
                .untilAsserted(() -> assertThat(state(move)).as(Files.readString(folder.resolve("log")))
                        .isEqualTo("COMPLETED"));
        assertThat(lastRun().at("state").text()).isEqualTo("RUNNING");
        assertThat(lastRun().at("agent").text()).isEqualTo("agent-it");
        within(20).until(() -> user().get("/").status() == FAULT);
        return move;
    }

    private static User user() {
        return FLEET.get().user("idc-a");
    }

    /** Half of the requests met the fault while it went on. */
    private static void isGone() {
        within(20).untilAsserted(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(user().get("/").status()).isNotEqualTo(FAULT);
            }
        });
    }

    private String state(String move) throws IOException {
        return api.read("switchovers/" + move).at("status", "state").text();
    }

    @Test
    void whatAKilledAgentHasMovedIsTakenBackByTheControlPlane() throws Exception {
        String move = moved();
        Process killed = Objects.requireNonNull(agent).destroyForcibly();
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        within(50).untilAsserted(() -> assertThat(state(move)).isEqualTo("ROLLED_BACK"));
        assertThat(lastRun().at("state").text()).isEqualTo("ABORTED");
        assertThat(lastRun().at("reasons").items()).extracting(Json::text)
                .containsExactly("agent agent-it was silent for 30s");
        isGone();
    }

    @Test
    void anAgentThatIsEndedTakesItBackItselfAndSaysSo() throws Exception {
        String move = moved();
        Process ending = Objects.requireNonNull(agent);
        ending.destroy();
        assertThat(ending.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(ending.exitValue()).isEqualTo(130);
        assertThat(state(move)).isEqualTo("ROLLED_BACK");
        isGone();
        assertThat(lastRun().at("state").text()).isEqualTo("ABORTED");
        assertThat(lastRun().at("reasons").items()).extracting(Json::text).containsExactly("the agent was ended");
        assertThat(folder.resolve("reports/half/" + lastRun().at("id").text() + "/run.json")).exists();
    }
}
