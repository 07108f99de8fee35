package io.spillway.ctl;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** switchover, said to a scripted control plane: what it asks, what it prints, with what it ends. */
class SwitchOverVerbsTest {

    private static final String PLAN = "POST /v1/switchovers";
    private static final String ONE = "/v1/switchovers/cooling";
    private static final String PROGRESS = "GET " + ONE + "/progress";

    private final ScriptedControl control = new ScriptedControl();

    @AfterEach
    void stop() {
        control.close();
    }

    private static String problem(int status, String title, String more) {
        return "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"why\""
                + more + "}";
    }

    @Test
    void aPlanShowsItsChecksWhatMovesAndTheNextCommand() {
        control.on(PLAN, 201, SwitchOverAnswers.in("READY", 3).written(true));
        CommandRun run = control.run("switchover", "plan", "core", "--from", "idc-a", "--to", "idc-b", "--reason",
                "cooling", "--steps", "50,100", "--soak", "0s", "--mode", "ungraceful", "--exclude", "--expires", "24h",
                "--on-expiry", "clear", "--on-failure", "rollback", "--gate-success", "1.5", "--gate-p99", "2",
                "--gate-load", "70", "--gate-misroutes", "0.5", "--name", "cooling");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).startsWith(
                "ITEM      OUTCOME  HOW                                      WHAT TO DO",
                "capacity  PASSED   41 % of 1200/s (expected: at most 80 %)  -",
                "drgroup/core from idc-a to idc-b in steps of 50, 100 %, soak 5s, graceful",
                "moves now: orders 120.5/s",
                "predicted load of idc-b: 57 % of its declared capacity (gate: at most 80 %)",
                "plan 5eed, valid until 2026-11-21T08:15:00Z, approvals 0 of 0",
                "switchovers/cooling READY (revision 12)");
        assertThat(run.err()).isEqualTo("spillway: next: spillway switchover start cooling --wait\n");
        assertThat(control.lastAsked().body()).isEqualTo(
                "{\"name\":\"cooling\",\"spec\":{\"scope\":{\"drGroups\":[\"core\"]},\"from\":\"idc-a\",\"to\":\"idc-b\","
                        + "\"steps\":[50,100],\"soak\":\"0s\",\"gates\":{\"successRate\":1.5,"
                        + "\"p99\":2.0,\"targetLoad\":70,\"misroutes\":0.5,\"onFailure\":\"rollback\"},"
                        + "\"mode\":\"ungraceful\",\"exclude\":true,\"expires\":\"1d\",\"onExpiry\":\"clear\","
                        + "\"reason\":\"cooling\"}}");
        assertThat(control.lastAsked().header("x-spillway-author")).isEqualTo("alice@laptop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"idc/idc-a|{\"idc\":\"idc-a\"}", "core|{\"drGroups\":[\"core\"]}",
            "service/orders service/stock|{\"services\":[\"orders\",\"stock\"]}"})
    void scopeWordsAreThoseOfShift(String words, String scope) {
        control.on(PLAN, 201, SwitchOverAnswers.in("READY", 3).written(true));
        String given = "switchover plan " + words + " --from idc-a --to idc-b --reason r";
        assertThat(control.run(given.split(" ")).code()).isZero();
        assertThat(control.lastAsked().body()).contains("\"scope\":" + scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan core --to idc-b --reason r", "plan core service/orders --from a --to b --reason r",
            "plan idc/a idc/c --to b --reason r", "plan idc/ --to b --reason r", "plan core --from a --to b",
            "plan core --from a --to b --reason r --soak soon", "plan core --from a --to b --reason r --steps ten",
            "plan core --from a --to b --reason r --name A", "force-end cooling", "take-over cooling --idc idc-b",
            "extend cooling", "extend cooling --for 1h --until 2026-11-30T08:00:00Z", "extend cooling --until noon",
            "start", "start UPPER", "plan", "frobnicate", ""})
    void whatMakesNoSenseIsNotAsked(String words) {
        CommandRun run = control.run(("switchover " + words).strip().split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).isNotBlank();
        assertThat(control.asked()).isEmpty();
    }

    @Test
    void aPlanThatACheckForbidsEndsAsRefusedByAGuardAndSaysWhatToDo() {
        control.on(PLAN, 201, SwitchOverAnswers.in("DRAFT", 3).unplanned().written(true));
        CommandRun run = control.run("switchover", "plan", "idc/idc-a", "--to", "idc-b", "--reason", "r", "-o", "wide");
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).contains("sync fresh  FAILED", "it matters  mend it",
                "forbidden by: sync fresh: idc-b was heard 40 s ago", "switchovers/cooling DRAFT (revision 12)");
        assertThat(run.err()).contains("then: spillway switchover check cooling");
    }

    @Test
    void aDryRunWritesNothingAndSaysSo() {
        control.on(PLAN + "?dryRun=true", 200, SwitchOverAnswers.in("READY", 2).written(true));
        CommandRun run = control.run("switchover", "plan", "idc/idc-a", "--to", "idc-b", "--reason", "r", "--dry-run");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("switchovers/cooling would be READY (dry run: nothing is written)");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"pause --reason odd|pause|{\"reason\":\"odd\"}", "resume|resume|{}",
            "resume --accept --reason ok|resume|{\"reason\":\"ok\",\"accept\":true}",
            "rollback --accept|rollback|{\"accept\":true}",
            "resume --quarantine idc-b/gw-2,idc-b/gw-3|resume|{\"quarantine\":[\"idc-b/gw-2\",\"idc-b/gw-3\"]}",
            "resume --quarantine all-behind|resume|{\"allBehind\":true}",
            "rollback --quarantine idc-b/gw-2,all-behind --at-most 40 --reason r|rollback|{\"reason\":\"r\",\"quarantine\":[\"idc-b/gw-2\"],\"allBehind\":true,\"limit\":40}",
            "abort|abort|{}", "check|check|{}", "start|start|{}",
            "force-end --reason stuck|force-end|{\"reason\":\"stuck\"}",
            "approve --plan 5eed|approve|{\"plan\":\"5eed\"}",
            "extend --until 2026-11-30T08:00:00Z|extend|{\"until\":\"2026-11-30T08:00:00Z\"}",
            "extend --for 24h|extend|{\"until\":\"2026-11-22T08:00:00Z\"}",
            "take-over --idc idc-b --reason dead|take-over|{\"reason\":\"dead\",\"idc\":\"idc-b\"}",
            "take-over --reason dead|take-over|{\"reason\":\"dead\",\"idc\":\"idc-z\"}"})
    void everyWordIsSaidAsTheApiHearsIt(String words, String address, String body) {
        control.on("POST " + ONE + "/" + address, 200, SwitchOverAnswers.in("READY", 4).written(true))
                .on("GET /v1/status", 200, "{\"idc\":\"idc-z\"}");
        CommandRun run = control.run(("switchover " + words + " cooling --revision 12").split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).containsExactly("switchovers/cooling READY (revision 13)");
        assertThat(control.lastAsked().line()).isEqualTo("POST " + ONE + "/" + address);
        assertThat(control.lastAsked().body()).isEqualTo(body);
        assertThat(control.lastAsked().header("if-match")).isEqualTo("\"12\"");
    }

    @Test
    void sayingItAgainIsNoError() {
        control.on("POST " + ONE + "/start", 200,
                SwitchOverAnswers.in("SHIFTING", 6).at(0, "EVERYBODY", "ACK").written(false));
        CommandRun run = control.run("switchover", "start", "cooling");
        assertThat(run.code()).isZero();
        assertThat(run.outLines())
                .containsExactly("switchovers/cooling SHIFTING step 1/2 (50 %) EVERYBODY ACK, unchanged (revision 15)");
    }

    @Test
    void whoApprovesSeesWhatHeApproves() {
        control.on("GET " + ONE, 200, SwitchOverAnswers.in("READY", 3).approvals(1).resource());
        CommandRun run = control.run("switchover", "approve", "cooling");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("capacity  PASSED", "approvals 0 of 1");
        assertThat(run.err()).contains("spillway switchover approve cooling --plan 5eed");
        assertThat(control.asked()).as("nothing is approved").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"404,1", "409,4", "412,4", "422,5", "503,3", "403,2", "401,2"})
    void refusalsEndAsEverywhere(int status, int code) {
        control.on("POST " + ONE + "/start", status, problem(status, "no",
                ",\"guard\":\"transition\",\"winner\":\"bob@idc-b\",\"figures\":{\"state\":\"DRAFT\"}"));
        CommandRun run = control.run("switchover", "start", "cooling", "--wait");
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).contains("winner: bob@idc-b", "guard: transition", "state: DRAFT");
    }

    @Test
    void waitingShowsStepsAcksAndGatesUntilItIsDone() {
        control.on("POST " + ONE + "/start", 200,
                SwitchOverAnswers.in("SHIFTING", 5).written(true))
                .on(PROGRESS, 200, SwitchOverAnswers.in("READY", 4).view())
                .on(PROGRESS, 200,
                        SwitchOverAnswers.in("SHIFTING", 6).at(0, "RECEIVER", "ACK").acked("idc-a", 0, 0)
                                .acked("idc-b", 1, 2).waitsFor("gw-3 at idc-b").view())
                .on(PROGRESS, 503, problem(503, "unavailable", ""))
                .on(PROGRESS, 200,
                        SwitchOverAnswers.in("SHIFTING", 9).at(1, "EVERYBODY", "OBSERVE").acked("idc-a", 2, 2)
                                .acked("idc-b", 2, 2).measuring("99.95").view())
                .on(PROGRESS, 200, SwitchOverAnswers.in("COMPLETED", 12).view());
        CommandRun run = control.run("switchover", "start", "cooling", "--wait");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).containsExactly("switchovers/cooling COMPLETED (revision 21)");
        assertThat(run.errLines()).containsExactly(
                "spillway: 2026-11-21T08:00:00Z SHIFTING step 1/2 (50 %) RECEIVER ACK; acked idc-a 0/0, idc-b 1/2; "
                        + "gw-3 at idc-b",
                "spillway: 2026-11-21T08:00:00Z SHIFTING step 2/2 (100 %) EVERYBODY OBSERVE; acked idc-a 2/2, "
                        + "idc-b 2/2; 120 requests/s, success 99.95 % (gate >= 99.5), p99 12 ms (gate <= 15), load 41 % "
                        + "(gate <= 80), misrouted 0/s (gate <= 0)",
                "spillway: 2026-11-21T08:00:00Z COMPLETED",
                "spillway: to take it back: spillway switchover rollback cooling --wait");
    }

    @ParameterizedTest
    @CsvSource({"start,COMPLETED,,0", "start,ROLLED_BACK,,1", "start,PAUSED,GUARD,5", "start,PAUSED,STEP_FAILED,1",
            "start,ROLLBACK_FAILED,,1", "start,FORCE_ENDED,,1", "resume,COMPLETED,,0", "resume,ROLLED_BACK,,1",
            "rollback,ROLLED_BACK,,0", "rollback,ROLLBACK_FAILED,,1", "rollback,COMPLETED,,1"})
    void whereItRestsDecidesHowTheCommandEnds(String verb, String state, String cause, int code) {
        SwitchOverAnswers rested = SwitchOverAnswers.in(state, 9);
        control.on("POST " + ONE + "/" + verb, 200, SwitchOverAnswers.in("SHIFTING", 5).written(true)).on(PROGRESS, 200,
                (cause == null ? rested : rested.paused(cause, "success 90 %")).view());
        CommandRun run = control.run("switchover", verb, "cooling", "--wait", "-o", "json");
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).contains("\"state\": \"" + state + "\"");
        assertThat(run.err()).contains(state);
    }

    @Test
    void whoWaitsNoLongerIsToldThatItGoesOnWithoutHim() {
        control.on("POST " + ONE + "/start", 200, SwitchOverAnswers.in("SHIFTING", 5).written(true)).on(PROGRESS, 200,
                SwitchOverAnswers.in("SHIFTING", 5).view());
        CommandRun run = control.run("switchover", "start", "cooling", "--wait", "--timeout", "5s");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("after 5s switchovers/cooling is SHIFTING; it goes on without this command");
    }

    @Test
    void aControlPlaneThatStaysAwayEndsTheWaitingAfterHalfAMinute() {
        control.on("POST " + ONE + "/start", 200, SwitchOverAnswers.in("SHIFTING", 5).written(true)).on(PROGRESS, 503,
                problem(503, "unavailable", ""));
        CommandRun run = control.run("switchover", "start", "cooling", "--wait");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no control plane has answered for 30s; the switch-over goes on");
    }

    @Test
    void watchGoesOnThroughAPauseAndTellsFiguresNowAndThen() {
        String observed = SwitchOverAnswers.in("SHIFTING", 9).at(1, "EVERYBODY", "OBSERVE").measuring("100.0").view();
        control.on(PROGRESS, 200, SwitchOverAnswers.in("PAUSED", 8).paused("OPERATOR", "ann: odd").view());
        for (int i = 0; i < 12; i++) {
            control.on(PROGRESS, 200, observed);
        }
        control.on(PROGRESS, 200, SwitchOverAnswers.in("ROLLED_BACK", 12).view());
        CommandRun run = control.run("switchover", "watch", "cooling");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).hasSize(4);
        assertThat(run.outLines().getFirst()).endsWith("PAUSED step 1/2 (50 %) RECEIVER PUSH; OPERATOR: ann: odd");
        assertThat(run.outLines().get(1)).isEqualTo(run.outLines().get(2)).contains("success 100 %");
        assertThat(run.err()).isEmpty();
        CommandRun json = control.run("switchover", "watch", "cooling", "-o", "json");
        assertThat(json.outLines()).singleElement().asString().startsWith("{\"switchOver\":");
    }

    @Test
    void showTellsAllOfOneAndListAShortLineOfEach() {
        control.on(PROGRESS, 200,
                SwitchOverAnswers.in("SHIFTING", 9).at(1, "EVERYBODY", "ACK").acked("idc-b", 1, 2).measuring("99.9")
                        .waitsFor("gw-3 at idc-b\\u001b[2J").view())
                .on("GET /v1/switchovers", 200,
                        "{\"revision\":20,\"items\":[" + SwitchOverAnswers.in("SHIFTING", 9).resource() + ","
                                + SwitchOverAnswers.in("ABORTED", 9).resource() + "]}");
        CommandRun show = control.run("switchover", "show", "cooling");
        assertThat(show.code()).isZero();
        assertThat(show.out()).contains(
                "switchovers/cooling SHIFTING step 2/2 (100 %) EVERYBODY ACK since 2026-11-21T07:59:00Z "
                        + "(revision 18, generation 1/idc-a)",
                "by ann: cooling", "coordinated by idc-a/control-1", "waits: gw-3 at idc-b\\u001b[2J",
                "in quarantine: idc-b/gw-2, at most 30 of idc-b that are behind",
                "gw-3 and more: 30 in all, see spillway status in idc-b", "PARTS OF THE IDCS", "1/2",
                "CHECKING -> SHIFTING");
        assertThat(control.run("switchover", "show", "cooling", "-o", "json").out()).contains("\"coordinator\"");
        List<String> list = control.run("switchover", "list").outLines();
        assertThat(list).hasSize(3);
        assertThat(list.get(1)).startsWith("cooling  drgroup/core  idc-a  idc-b  SHIFTING").endsWith("ann  cooling");
        assertThat(control.run("switchover", "list", "--active").outLines()).hasSize(2);
        assertThat(control.run("switchover", "list", "-o", "json").out()).contains("\"items\"");
        assertThat(control.run("switchover", "show", "none").code()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "check", "approve", "start", "watch", "pause", "resume", "rollback", "abort",
            "force-end", "extend", "take-over", "show", "list"})
    void everyVerbHasHelp(String verb) {
        CommandRun run = CommandRun.of("switchover", verb, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: spillway switchover " + verb).contains("--server", "--output");
    }
}
