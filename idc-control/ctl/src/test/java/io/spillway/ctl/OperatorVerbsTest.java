package io.spillway.ctl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** shift, registry and sync. */
@Tag("slow")
class OperatorVerbsTest {

    private static final String TARGET = "/v1/shifts/drgroup.core";
    private static final String HALF = "\"idc-a\":50,\"idc-b\":50";

    private final ScriptedControl control = new ScriptedControl();

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void theFirstShiftOfAScopeMayNotMeetAnother() {
        control.on("PUT " + TARGET, 200,
                Recorded.applied(12, true, "\"shifts/drgroup.core\"", Recorded.shift(12, 1, "alice@laptop", HALF)));
        CommandRun run = control.run("shift", "set", "core", "idc-a=50", "idc-b=50%", "--reason", "drill", "--ttl",
                "2h",
                "--exclude", "idc-c,idc-d", "--on-expiry", "clear");
        assertThat(run.out()).isEqualToIgnoringNewLines("shifts/drgroup.core created (revision 12)\n");
        assertThat(run.code()).isZero();
        assertThat(control.lastAsked().header("if-match")).isEqualTo("\"0\"");
        assertThat(control.lastAsked().header("x-spillway-author")).isEqualTo("alice@laptop");
        assertThat(control.lastAsked().body()).isEqualTo("{\"apiVersion\":\"spillway.io/v1\",\"kind\":\"TrafficShift\","
                + "\"metadata\":{\"name\":\"drgroup.core\"},\"spec\":{\"scope\":{\"drGroup\":\"core\"},"
                + "\"weights\":{\"idc-a\":50,\"idc-b\":50},\"excluded\":[\"idc-c\",\"idc-d\"],\"reason\":\"drill\","
                + "\"expires\":\"2026-11-21T10:00:00Z\",\"onExpiry\":\"clear\"}}");
    }

    @Test
    void aLaterShiftSaysWhatItHasSeen() {
        control.on("GET " + TARGET, 200, Recorded.shift(12, 3, "bob", HALF)).on("PUT " + TARGET, 200,
                Recorded.applied(13, true, "", Recorded.shift(13, 4, "alice@laptop", "\"idc-b\":100")));
        CommandRun run = control.run("shift", "set", "drgroup/core", "idc-b=100", "--reason", "drill");
        assertThat(run.outLines()).containsExactly("shifts/drgroup.core changed (revision 13)");
        assertThat(control.lastAsked().header("if-match")).isEmpty();
        assertThat(control.lastAsked().body()).contains("\"revision\":12",
                "\"status\":{\"generation\":{\"counter\":3,\"idc\":\"idc-a\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service/orders", "idc/idc-a"})
    void everyScopeHasItsName(String scope) {
        String name = scope.replace('/', '.');
        control.on("PUT /v1/shifts/" + name, 200, Recorded.applied(12, true, "", ""));
        assertThat(control.run("shift", "set", scope, "idc-b=100", "--reason", "x").code()).isZero();
        String[] parts = scope.split("/");
        assertThat(control.lastAsked().body()).contains("\"scope\":{\"" + parts[0] + "\":\"" + parts[1] + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zone/x idc-a=100", "core idc-a", "core idc-a=many", "core =100", "core idc-a=50 idc-a=50",
            "core idc-a=-1", "Core! idc-a=100"})
    void whatCannotBeAShiftIsWrongUsage(String line) {
        CommandRun run = control.run(("shift set " + line + " --reason x").split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected: ");
        assertThat(control.asked()).noneMatch(asked -> asked.line().startsWith("PUT"));
    }

    @Test
    void aReasonIsNeeded() {
        assertThat(control.run("shift", "set", "core", "idc-a=100").code()).isEqualTo(2);
        assertThat(control.run("shift", "set", "core", "--reason", "x").code()).isEqualTo(2);
    }

    @Test
    void whoWasSlowerIsToldWhoWon() {
        control.on("GET " + TARGET, 200, Recorded.shift(12, 3, "bob", HALF)).on("PUT " + TARGET, 409,
                """
                        {"type":"about:blank","title":"conflict","status":409,"detail":"shifts/drgroup.core was changed meanwhile",
                         "object":"shifts/drgroup.core","winner":"carol@x (generation 4/idc-a)","currentRevision":13}""");
        CommandRun run = control.run("shift", "set", "core", "idc-b=100", "--reason", "drill");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.errLines()).contains("  winner: carol@x (generation 4/idc-a)");
    }

    @Test
    void whoWasSlowerWithTheFirstShiftIsToldWhoWon() {
        control.on("GET " + TARGET, 404, "{\"title\":\"not found\",\"status\":404,\"detail\":\"none\"}")
                .on("GET " + TARGET, 200, Recorded.shift(12, 1, "bob@x", HALF)).on("PUT " + TARGET, 412, """
                        {"type":"about:blank","title":"stale","status":412,"object":"shifts/drgroup.core",
                         "detail":"shifts/drgroup.core: If-Match 0 (expected: 12)","currentRevision":12}""");
        CommandRun run = control.run("shift", "set", "core", "idc-b=100", "--reason", "drill");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.errLines()).containsExactly("spillway: conflict: somebody else has just set this shift",
                "  winner: bob@x (generation 1/idc-a): drill", "  current revision: 12");
    }

    @Test
    void clearIsAWriteWithWhatWasSeen() {
        control.on("GET " + TARGET, 200, Recorded.shift(12, 3, "bob", HALF)).on("PUT " + TARGET, 200,
                Recorded.applied(13, true, "", Recorded.shift(13, 4, "alice@laptop", "").replace("\"reason\"",
                        "\"cleared\":true,\"reason\"")));
        CommandRun run = control.run("shift", "clear", "core", "--reason", "over");
        assertThat(run.outLines()).containsExactly("shifts/drgroup.core cleared (revision 13)");
        assertThat(control.lastAsked().body()).contains("\"revision\":12",
                "\"spec\":{\"scope\":{\"drGroup\":\"core\"},\"cleared\":true,\"reason\":\"over\"}");
    }

    @Test
    void clearingWhatIsNotSetIsDone() {
        CommandRun run = control.run("shift", "clear", "core");
        assertThat(run.code()).isZero();
        assertThat(run.errLines()).containsExactly("spillway: shifts/drgroup.core is not set: nothing to clear");
    }

    @Test
    void aShiftWaitsForAllClients() {
        control.on("PUT " + TARGET, 200, Recorded.applied(12, true, "", Recorded.shift(12, 1, "alice@laptop", HALF)))
                .on("GET /v1/delivery?after=11", 200,
                        Recorded.delivery(12, Recorded.push(12, "gw-1", "RDS", "PENDING", "")))
                .on("GET /v1/delivery?after=11", 200,
                        Recorded.delivery(12, Recorded.push(12, "gw-1", "RDS", "ACKED", ",\"ackMillis\":4")));
        CommandRun run = control.run("shift", "set", "core", "idc-a=50", "idc-b=50", "--reason", "drill", "--wait",
                "-o",
                "json");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("{\n").endsWith("}\n");
        assertThat(run.errLines()).containsExactly(
                "spillway: revision 12: Acked by 1 of 1 client, the slowest after 4.0 ms");
    }

    @Test
    void aWaitForAShiftThatIsCommittedButNotAckedTimesOut() {
        control.on("PUT " + TARGET, 200, Recorded.applied(12, true, "", Recorded.shift(12, 1, "alice@laptop", HALF)))
                .on("GET /v1/delivery?after=11", 200,
                        Recorded.delivery(12, Recorded.push(12, "gw-1", "RDS", "PENDING", "")));
        CommandRun run = control.run("shift", "set", "core", "idc-b=100", "--reason", "drill", "--wait", "--timeout",
                "3s");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.outLines()).containsExactly("shifts/drgroup.core changed (revision 12)");
        assertThat(run.err()).contains("after 3s revision 12: Acked by 0 of 1 client", "  gw-1 (RDS pending)");
    }

    @Test
    void aDryRunOfAShiftWritesAndWaitsForNothing() {
        control.on("PUT " + TARGET + "?dryRun", 200, Recorded.applied(12, true, "", Recorded.shift(0, 1, "a", HALF)));
        CommandRun run = control.run("shift", "set", "core", "idc-b=100", "--reason", "x", "--dry-run", "--wait");
        assertThat(run.outLines()).containsExactly("shifts/drgroup.core changed (dry run: nothing is written)");
    }

    @Test
    void aRegistryIsAcceptedByItsClusterId() {
        control.on("POST /v1/registry/accept", 200, "{\"clusterId\":\"c1\",\"epoch\":2,\"changed\":true}")
                .on("POST /v1/registry/accept", 200, "{\"clusterId\":\"c1\",\"changed\":false}")
                .on("POST /v1/registry/accept", 409, """
                        {"title":"conflict","status":409,
                         "detail":"clusterId: \\"c1\\" (expected: \\"c2\\", which the registry says now)"}""");
        String[] accept = {"registry", "accept", "--cluster-id", "c1"};
        assertThat(control.run(accept).outLines()).containsExactly("registry c1 accepted, epoch 2");
        assertThat(control.lastAsked().body()).isEqualTo("{\"clusterId\":\"c1\"}");
        assertThat(control.lastAsked().header("x-spillway-author")).isEqualTo("alice@laptop");
        assertThat(control.run(accept).outLines()).containsExactly("registry c1 is believed already");
        CommandRun mismatch = control.run(accept);
        assertThat(mismatch.code()).isEqualTo(4);
        assertThat(mismatch.err()).contains("(expected: \"c2\", which the registry says now)");
    }

    @Test
    void syncShowsPeersAndWhatIsHeld() {
        control.on("GET /v1/status", 200, Recorded.SICK);
        CommandRun run = control.run("sync", "status");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                PEER   STATE  FOR    LAST-HEARD  PATH          HEALTHY  IMPORTS  HELD  LAST-ERROR
                idc-b  STALE  1m40s  1m40s       1/3 for 1m0s  0/12     2        2     connection refused
                idc-c  NEVER  -      -           unknown       -        0        0     -

                PEER   SERVICE             GUARD    FOR    DETAIL
                idc-b  orders              emptied  1m30s  4 -> 0 endpoints
                idc-b  (list of services)  halved   1m30s  9 -> 2 services
                """);
        assertThat(control.run("sync", "status", "-o", "json").out()).contains("\"peers\": [");
    }

    @Test
    void whatASourceMissesIsShownAndReleased() {
        control.on("GET /v1/status", 200,
                """
                        {"peers":[],"sync":{"leader":"sync-1","here":["sync-1"],"sources":[{"source":"vms","held":2,"workloads":[
                         {"name":"a","reason":"empties_service: orders loses 2 of 2"},{"name":"b","reason":"the same"}]}]}}""");
        assertThat(control.run("sync", "status").out()).contains("""
                SOURCE  HELD  WORKLOAD  REASON
                vms     2     a         empties_service: orders loses 2 of 2
                """);
        control.on("POST /v1/sync/release", 200, "{\"released\":2}");
        assertThat(control.run("sync", "release", "--source", "vms").outLines())
                .containsExactly("2 workloads of source vms may go");
        assertThat(control.lastAsked().body()).isEqualTo("{\"source\":\"vms\"}");
        assertThat(control.run("sync", "release").code()).isEqualTo(2);
        assertThat(control.run("sync", "release", "idc-b", "--source", "vms").code()).isEqualTo(2);
    }

    @Test
    void aHeldUpdateIsReleased() {
        control.on("POST /v1/sync/release", 200, "{\"released\":1}").on("POST /v1/sync/release", 404, """
                {"title":"nothing held","status":404,"detail":"peer idc-b, service orders is not held"}""");
        CommandRun run = control.run("sync", "release", "idc-b", "orders");
        assertThat(run.outLines()).containsExactly("1 update of idc-b released");
        assertThat(control.lastAsked().body()).isEqualTo("{\"peer\":\"idc-b\",\"service\":\"orders\"}");
        assertThat(control.run("sync", "release", "idc-b", "orders").code()).isEqualTo(1);
    }
}
