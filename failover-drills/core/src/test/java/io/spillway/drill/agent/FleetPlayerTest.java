package io.spillway.drill.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.run.Brake;
import io.spillway.drill.verdict.Verdict;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The process that plays a drill on a fleet of its own, with a shell in its place. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FleetPlayerTest {

    @TempDir
    Path folder;

    private static Run run(String more) {
        Tree drill = ((Decoded.Valid<Tree>) JsonText
                .parse("{\"metadata\":{\"name\":\"nightly\"},\"spec\":{\"topology\":\"two\"" + more + "},"
                        + "\"status\":{\"runs\":[]}}"))
                .value();
        return new Run("nightly", "r1", new JsonView(drill));
    }

    /** $1: the drill, $3: the folder. */
    private Outcome play(String script, Brake brake) throws InterruptedException {
        return play("", script, brake);
    }

    private Outcome play(String more, String script, Brake brake) throws InterruptedException {
        return new FleetPlayer(List.of("bash", "-c", script, "drill")).play(run(more), folder, brake);
    }

    @Test
    void theReportSaysHowItEnded() throws Exception {
        Outcome outcome = play("cp \"$1\" \"$3/given\"; echo '{\"verdict\":\"FAIL\",\"reasons\":[\"success: 98 %\"]}' >"
                + " \"$3/report.json\"; exit 1", new Brake());
        assertThat(outcome).isEqualTo(new Outcome(Verdict.FAIL, List.of("success: 98 %"), folder.toString()));
        assertThat(Files.readString(folder.resolve("given"))).contains("\"kind\": \"Drill\"", "\"topology\": \"two\"")
                .doesNotContain("status");
    }

    @Test
    void aDrillThatBreaksNetworksGetsNamespaces() throws Exception {
        Outcome without = play("", "echo \"$@\" >&2", new Brake());
        assertThat(without.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(Files.readString(folder.resolve("log.txt"))).doesNotContain("--netns");

        Outcome with = play(
                ",\"steps\":[{\"phase\":\"bad\"},{\"event\":\"silence\",\"network\":{\"idc\":\"idc-b\",\"drop\":true}}]",
                "echo \"$@\" >&2", new Brake());
        assertThat(with.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(Files.readString(folder.resolve("log.txt"))).contains("--netns");
    }

    @Test
    void withoutAReportTheLogIsNamed() throws Exception {
        Outcome outcome = play("echo 'the fleet did not start' >&2; exit 2", new Brake());
        assertThat(outcome.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(outcome.reasons()).singleElement().asString().startsWith("spillway drill run ended with 2");
        assertThat(Files.readString(folder.resolve("log.txt"))).contains("the fleet did not start");
    }

    @Test
    void whatIsToEndEarlyIsToldSoAndRollsBack() throws Exception {
        Brake brake = new Brake();
        brake.pull("pre-empted");
        Outcome outcome = play("trap 'touch \"$3/rolled-back\"; exit 130' TERM; while :; do sleep 0.05; done",
                brake);
        assertThat(outcome).isEqualTo(Outcome.aborted("pre-empted", folder.toString()));
    }
}
