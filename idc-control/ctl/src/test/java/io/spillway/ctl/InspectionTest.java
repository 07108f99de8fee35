package io.spillway.ctl;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code status --check}: what one node finds, and what only shows when several are asked. */
class InspectionTest {

    private static final long NOW = CommandRun.NOW.toEpochMilli();
    private static final String ROUTE = """
            {"rule":"route-to-nowhere","severity":"ERROR","object":"routes/lost","what":"cluster x/y does not exist",
             "why":"it is refused","action":"create it"}""";
    private static final String PEER = """
            {"rule":"peer-never-heard","severity":"WARNING","object":"peer idc-c","what":"was never heard",
             "why":"nothing can fail over to it","action":"start registry-sync"}""";

    private final ScriptedControl first = new ScriptedControl().on("GET /v1/status", 200, Recorded.STATUS);
    private final ScriptedControl second = new ScriptedControl().on("GET /v1/status", 200, Recorded.STATUS);

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static String report(String node, long revision, String digest, long millis, String... findings) {
        return """
                {"idc":"idc-a","node":"%s","unixMillis":%d,"revision":%d,
                 "catalog":[{"type":"CDS","resources":12,"digest":"%s"}],"findings":[%s]}""".formatted(node, millis,
                revision, digest, String.join(",", findings));
    }

    private CommandRun both(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "status";
        args[1] = "--check";
        System.arraycopy(more, 0, args, 2, more.length);
        return CommandRun.with(Map.of("SPILLWAY_SERVER", first.address() + "," + second.address()), "", args);
    }

    @Test
    void anErrorFailsAndSaysWhyAndWhatToDo() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW, PEER, ROUTE));
        CommandRun run = first.run("status", "--check");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).containsExactly(
                "ERROR routes/lost: cluster x/y does not exist [route-to-nowhere]", "  why: it is refused",
                "  do:  create it", "WARNING peer idc-c: was never heard [peer-never-heard]",
                "  why: nothing can fail over to it", "  do:  start registry-sync");
        assertThat(first.run("status", "--check", "-o", "json").out()).contains("\"ok\": false", "\"errors\": 1",
                "\"warnings\": 1", "\"routes/lost\"", "\"clockAheadMillis\"");
    }

    @Test
    void warningsAloneDoNotFail() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW, PEER));
        CommandRun run = first.run("status", "--check");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("WARNING peer idc-c");
    }

    @Test
    void nothingIsWrongWithAHealthyIdc() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
        CommandRun run = first.run("status", "--check");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).containsExactly("nothing is wrong");
    }

    @Test
    void everyNodeIsAskedAndWhatAllSayIsSaidOnce() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW, ROUTE));
        second.on("GET /v1/check", 200, report("control-2", 42, "ab", NOW, ROUTE));
        CommandRun run = both("-o", "wide");
        assertThat(run.outLines()).containsExactly(
                "ERROR routes/lost: cluster x/y does not exist [route-to-nowhere]", "  why: it is refused",
                "  do:  create it", "  by:  control-1, control-2");
    }

    @Test
    void nodesThatServeDifferentThingsAtOneRevisionAreAFault() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
        second.on("GET /v1/check", 200, report("control-2", 42, "cd", NOW));
        CommandRun run = both();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines().getFirst())
                .isEqualTo("ERROR nodes control-1 and control-2: at revision 42 they serve "
                        + "different CDS: ab (12 resources) against cd (12 resources) [unequal-versions]");
        assertThat(first.asked()).as("they are asked again before they are blamed")
                .filteredOn(asked -> asked.line().endsWith("check")).hasSize(3);
    }

    @Test
    void aNodeThatIsAMomentBehindIsAskedAgain() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
        second.on("GET /v1/check", 200, report("control-2", 41, "cd", NOW)).on("GET /v1/check", 200,
                report("control-2", 42, "ab", NOW));
        assertThat(both().outLines()).containsExactly("nothing is wrong");
    }

    @Test
    void aNodeThatStaysBehindIsNamed() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
        second.on("GET /v1/check", 200, report("control-2", 41, "cd", NOW));
        CommandRun run = both();
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith(
                "WARNING node control-2: serves revision 41, node control-1 serves 42 [node-behind]");
    }

    @Test
    void clocksThatAreApartAreNamed() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
        second.on("GET /v1/check", 200, report("control-2", 42, "ab", NOW + 60_000));
        CommandRun run = both();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("ERROR nodes control-1 and control-2: their clocks are at least",
                "WARNING node control-2: its clock and that of this machine are at least")
                .doesNotContain("node control-1: its clock");
    }

    @Test
    void aServerThatDoesNotAnswerIsAFindingWhileAnotherDoes() {
        first.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
        String gone = second.address();
        second.close();
        CommandRun run = both();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("ERROR server " + gone + ": ", "[server-unreachable]");
        first.close();
        assertThat(both().code()).isEqualTo(3);
    }

    private static String status(String node, String... nodes) {
        return "{\"idc\":\"idc-a\",\"node\":\"" + node + "\",\"ready\":true,\"nodes\":["
                + String.join(",", nodes) + "]}";
    }

    /** The usual {@code --server} has one address, and what differs between nodes is to be found all the same. */
    @Test
    void nodesThatNobodyNamedAreFoundByTheOneThatIsAsked() {
        ScriptedControl asked = new ScriptedControl();
        try (asked) {
            asked.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW)).on("GET /v1/status", 200, status(
                    "control-1", Recorded.node("control-1", asked.address(), true),
                    Recorded.node("control-2", second.address(), false)));
            second.on("GET /v1/check", 200, report("control-2", 42, "cd", NOW + 60_000));
            CommandRun run = asked.run("status", "--check");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).contains("[unequal-versions]",
                    "ERROR nodes control-1 and control-2: their clocks are at least");
            assertThat(asked.run("status", "--check", "-o", "json").out()).contains("\"address\": \""
                    + second.address() + "\"");
        }
    }

    @Test
    void aLiveNodeThatCannotBeAskedIsAFinding() {
        try (ScriptedControl asked = new ScriptedControl()) {
            asked.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW)).on("GET /v1/status", 200, status(
                    "control-1", Recorded.node("control-1", asked.address(), true),
                    Recorded.node("control-2", asked.address(), false), Recorded.node("control-3", "", false)));
            CommandRun run = asked.run("status", "--check");
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains(
                    "WARNING node control-2: it lives, but cannot be asked: at " + asked.address()
                            + " answers node control-1 [node-not-asked]",
                    "WARNING node control-3: it lives, but cannot be asked: it does not say where its API is");
        }
    }

    @Test
    void aNodeThatIsNamedIsAskedOnceAlsoWhenItsRecordDoesNotSayWhereItIs() {
        String nodes = status("control-1", Recorded.node("control-1", "", true), Recorded.node("control-2", "", false));
        try (ScriptedControl asked = new ScriptedControl().on("GET /v1/status", 200, nodes)) {
            asked.on("GET /v1/check", 200, report("control-1", 42, "ab", NOW));
            second.on("GET /v1/check", 200, report("control-2", 42, "ab", NOW));
            CommandRun run = CommandRun.with(Map.of("SPILLWAY_SERVER", asked.address() + "," + second.address()), "",
                    "status", "--check");
            assertThat(run.outLines()).containsExactly("nothing is wrong");
            assertThat(second.asked()).hasSize(1);
        }
    }
}
