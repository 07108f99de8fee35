package io.spillway.ctl;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** status, delivery and explain. */
@Tag("slow")
class SeeVerbsTest {

    private final ScriptedControl control = new ScriptedControl();

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void statusShowsEverythingThatIsConnected() {
        control.on("GET /v1/status", 200, Recorded.STATUS);
        CommandRun run = control.run("status");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                IDC idc-a, node control-1: ready
                Registry embedded: connected for 2m0s, revision 42, cluster id c0ffee

                NODE    ROLE     TYPE           STATE   VERSION       AGE   LAST-NACK
                gw-1    gateway  CDS            SYNCED  0123456789ab  5.0s  -
                gw-1    gateway  EDS            STALE   fedcba987654  1m0s  -
                sync-b  sync     SERVICE_ENTRY  SYNCED  00            1m0s  -

                PEER   STATE      FOR    LAST-HEARD  PATH  HEALTHY  IMPORTS  HELD  LAST-ERROR
                idc-b  CONNECTED  1m40s  0.4s        3/3   10/12    2        0     -
                """);
        assertThat(control.run("status", "-o", "wide").out()).contains("0123456789abcdef", "CONNECTED  RESOURCES");
        assertThat(control.run("status", "-o", "wide").out()).contains("CLOCK  LAST-NACK", "  -12ms  -");
        assertThat(control.run("status", "-o", "yaml").out()).startsWith("idc: idc-a\n");
    }

    @Test
    void statusShowsTheControlNodesAndWhatTheyAreAboutToRelease() {
        control.on("GET /v1/status", 200, Recorded.STATUS.replace("\"problems\":[]", """
                "problems":[],
                "nodes":[{"node":"control-1","sinceUnixMillis":1795247900000,"address":"10.0.0.1:17001","self":true,
                  "ackedRevision":0,"behind":[]},
                 {"node":"control-2","sinceUnixMillis":1795247990000,"address":"10.0.0.2:17001","self":false,
                  "ackedRevision":41,"behind":["gw-7"]}],
                "drains":[{"workload":"orders-1","revision":42,"sinceUnixMillis":1795247990000,"owner":"control-1",
                  "nodes":["control-2"],"clients":["gw-7"]}]"""));
        assertThat(control.run("status").out()).contains("""

                CONTROL-NODE  FOR    ADDRESS         ACKED-REVISION  BEHIND
                control-1 *   1m40s  10.0.0.1:17001  0               -
                control-2     10s    10.0.0.2:17001  41              gw-7

                """, """

                DRAINING  FOR  REVISION  OWNER      WAITS-FOR  CLIENTS
                orders-1  10s  42        control-1  control-2  gw-7
                """);
    }

    @Test
    void statusShowsWhatHealthChecksHaveFound() {
        control.on("GET /v1/status", 200, Recorded.STATUS.replace("\"problems\":[]", """
                "problems":[],"health":{"checked":4,"healthy":2,"unhealthy":1,"flapping":1,"withheld":0,"unknown":0,
                 "alarm":"","against":[{"workload":"orders-1","service":"orders","state":"UNHEALTHY",
                  "reason":"status 503","sinceUnixMillis":1795247940000,"node":"control-2"}]}"""));
        assertThat(control.run("status").out()).endsWith("""

                Health checks of this node: 4 workloads, 2 healthy, 1 unhealthy, 1 flapping, 0 withheld, 0 unknown
                WORKLOAD  SERVICE  HEALTH     FOR   FOUND-BY   REASON
                orders-1  orders   UNHEALTHY  1m0s  control-2  status 503
                """);
    }

    @Test
    void statusNamesWhatIsWrong() {
        control.on("GET /v1/status", 200, Recorded.SICK);
        CommandRun run = control.run("status");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("IDC idc-a, node control-1: NOT READY, waits for registry",
                "Registry etcd: NOT CONNECTED for 2m0s, revision 42, cluster id c0ffee (no leader)", "Problems:");
    }

    @Test
    void deliveryShowsWhoHasTheNewestRevisionThatMattered() {
        control.on("GET /v1/delivery?after=" + Long.MAX_VALUE, 200, Recorded.delivery(80))
                .on("GET /v1/delivery?after=30", 200, Recorded.delivery(80,
                        Recorded.push(77, "gw-1", "EDS", "ACKED", ",\"ackMillis\":3.0"),
                        Recorded.push(78, "gw-1", "EDS", "ACKED", ",\"ackMillis\":1.84"),
                        Recorded.push(78, "gw-2", "EDS", "PENDING", ""),
                        Recorded.push(78, "gw-3", "EDS", "GONE", "")));
        CommandRun run = control.run("delivery");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                NODE  TYPE  STATE    ACK-MS  DETAIL
                gw-1  EDS   ACKED    1.8     -
                gw-2  EDS   PENDING  -       -
                revision 78: Acked by 1 of 2 clients, the slowest after 1.8 ms
                """);
        assertThat(control.run("delivery", "-o", "json").out()).contains("\"acked\": 1", "\"gw-2\"");
    }

    @Test
    void deliveryLooksFurtherBackWhenNothingMatteredLately() {
        control.on("GET /v1/delivery?after=" + Long.MAX_VALUE, 200, Recorded.delivery(80))
                .on("GET /v1/delivery?after=30", 200, Recorded.delivery(80)).on("GET /v1/delivery?after=0", 200,
                        Recorded.delivery(80, Recorded.push(2, "gw-1", "CDS", "ACKED", ",\"ackMillis\":3")));
        assertThat(control.run("delivery").out())
                .endsWith("revision 2: Acked by 1 of 1 client, the slowest after 3.0 ms\n");
    }

    @Test
    void aWaitEndsWhenEnoughHaveAcked() {
        String one = Recorded.push(78, "gw-1", "RDS", "ACKED", ",\"ackMillis\":1.8");
        control.on("GET /v1/delivery?after=77", 200, Recorded.delivery(77))
                .on("GET /v1/delivery?after=77", 200,
                        Recorded.delivery(78, one, Recorded.push(78, "gw-2", "RDS", "PENDING", "")))
                .on("GET /v1/delivery?after=77", 200,
                        Recorded.delivery(78, one, Recorded.push(78, "gw-2", "RDS", "ACKED", ",\"ackMillis\":9.5")));
        CommandRun run = control.run("delivery", "--revision", "78", "--wait", "100");
        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("revision 78: Acked by 2 of 2 clients, the slowest after 9.5 ms\n");
        assertThat(control.asked()).hasSize(4);
    }

    @Test
    void halfOfTheClientsCanBeEnough() {
        control.on("GET /v1/delivery?after=77", 200,
                Recorded.delivery(78, Recorded.push(78, "gw-1", "RDS", "ACKED", ",\"ackMillis\":1.8"),
                        Recorded.push(78, "gw-2", "RDS", "NACKED",
                                ",\"ackMillis\":2,\"detail\":\"rejected: entrance\"")));
        assertThat(control.run("delivery", "--revision", "78", "--wait", "50").code()).isZero();
        CommandRun all = control.run("delivery", "--revision", "78", "--wait", "100");
        assertThat(all.code()).isEqualTo(1);
        assertThat(all.errLines()).containsExactly(
                "spillway: revision 78: Acked by 1 of 2 clients, the slowest after 1.8 ms, refused by others",
                "  gw-2 (RDS nacked: rejected: entrance)");
    }

    @Test
    void aWaitThatLastsTooLongNamesTheStragglers() {
        control.on("GET /v1/delivery?after=77", 200,
                Recorded.delivery(78, Recorded.push(78, "gw-2", "RDS", "PENDING", "")));
        CommandRun run = control.run("delivery", "--revision", "78", "--wait", "100", "--timeout", "5s");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.errLines()).containsExactly(
                "spillway: after 5s revision 78: Acked by 0 of 1 client (expected: 100 %)", "  gw-2 (RDS pending)");
        control.on("GET /v1/delivery?after=99", 200, Recorded.delivery(78));
        assertThat(control.run("delivery", "--revision", "100", "--wait", "100", "--timeout", "5s").err())
                .contains("the control node serves revision 78 (expected: 100)");
    }

    @Test
    void deliveryShowsWhenAShareOfALargeFleetHadIt() {
        control.on("GET /v1/delivery?after=77", 200, Recorded.counted(78, """
                "complete":true,"clients":1000,"acked":990,"nacked":1,"pending":9,"gone":3,"ratio":0.99,
                "ackMillis":{"p50":8.25,"p95":20.5,"p99":41.0,"p100":null},
                "pendingAt":["gw-17"],"refusedBy":["gw-9: too odd"]"""));
        CommandRun run = control.run("delivery", "--revision", "78");
        assertThat(run.outLines()).containsExactly("revision 78: Acked by 990 of 1000 clients; 50 % after 8.3 ms, "
                + "95 % after 20.5 ms, 99 % after 41.0 ms", "  missing: gw-17", "  missing: gw-9: too odd");
        assertThat(control.run("delivery", "--revision", "78", "--wait", "99").code()).isZero();
        assertThat(control.asked()).as("one look is enough when the node has looked at everybody").hasSize(2);
        assertThat(control.run("delivery", "--revision", "78", "--wait", "100", "--timeout", "5s").errLines())
                .contains("  gw-17");
        assertThat(control.run("delivery", "--revision", "78", "-o", "json").out()).contains("\"p99\": 41.0",
                "\"clients\": 1000");
    }

    @Test
    void aForgottenRevisionIsNotCalledOneThatChangesNothing() {
        control.on("GET /v1/delivery?after=6", 200, "{\"revision\":80,\"forgotten\":30,\"pushes\":[]}")
                .on("GET /v1/delivery?after=30", 200, "{\"revision\":80,\"forgotten\":30,\"pushes\":[]}");
        for (CommandRun run : List.of(control.run("delivery", "--revision", "7"),
                control.run("delivery", "--revision", "7", "--wait", "100"))) {
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("revision 7 is forgotten");
        }
        assertThat(control.run("delivery", "--revision", "31").out())
                .isEqualTo("revision 31 changes nothing for any connected client\n");
    }

    @Test
    void historyShowsWhatChangedByWhomAndWhoHasIt() {
        control.on("GET /v1/history?n=20", 200, Recorded.HISTORY).on("GET /v1/history?n=20&revision=42", 200,
                Recorded.HISTORY).on("GET /v1/history?n=20&revision=7", 200,
                        "{\"node\":\"control-1\",\"size\":500,\"revisions\":[]}");
        assertThat(control.run("history").out()).isEqualTo("""
                REVISION  AGE    CHANGE                                              AUTHOR        DELIVERED
                41        1m40s  services/orders found and 3 others                  seed          -
                42        5.0s   workloads/orders-1 updated: spec.state, spec.lease  alice@laptop  4/4 in 3.5 ms
                """);
        assertThat(control.run("history", "--revision", "42").outLines()).contains(
                "  workloads/orders-1 updated by alice@laptop", "    spec.state: \"UP\" -> \"DRAINING\"",
                "    spec.lease: (nothing) -> \"10s\"",
                "Acked by 4 of 4 clients; 50 % after 1.0 ms, 95 % after 3.5 ms, 99 % after 3.5 ms, 100 % after 3.5 ms");
        CommandRun forgotten = control.run("history", "--revision", "7");
        assertThat(forgotten.code()).isEqualTo(1);
        assertThat(forgotten.err()).contains("revision 7 is not among the newest 500 that node control-1 remembers");
        assertThat(control.run("history", "-n", "0").code()).isEqualTo(2);
        assertThat(control.run("history", "-o", "json").out()).contains("\"change\": \"FOUND\"");
    }

    @Test
    void statusSaysHowADataPlaneDiffersFromWhatItShouldHave() {
        control.on("GET /v1/status", 200, """
                {"idc":"idc-a","node":"control-1","ready":true,"registry":{"connected":true},"dataPlanes":[
                 {"node":"gw-1","role":"gateway","type":"EDS","state":"NACKED","version":"ab","resources":9,
                  "intended":{"resources":10,"version":"cd","differing":7,"differs":[
                   {"name":"orders/default","how":"PARKED","detail":"too odd"}]}}]}""");
        assertThat(control.run("status").out()).contains("""
                gw-1 EDS: 7 of 10 differ from what it should have:
                  orders/default PARKED: too odd
                  and 6 others
                """);
        assertThat(control.run("status", "-o", "wide").out()).contains("RESOURCES  INTENDED");
    }

    @Test
    void loadShowsHowManyRequestsGoWhere() {
        control.on("GET /v1/load", 200, Recorded.LOAD).on("GET /v1/load?service=orders", 200, Recorded.LOAD);
        CommandRun run = control.run("load");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                SERVICE  TARGET  REQ/S  OK/S   ERR/S  IN-FLIGHT  NODES  AGE
                orders   idc-a   120.5  120.0  0.5    4          2      0.4s
                orders   idc-b   3.0    3.0    0.0    0          1      1.4s

                SERVICE  REFUSED-FOR   PER-SECOND
                orders   max_requests  7.5
                2 data planes reported to node control-1 (every 2.0s)
                """);
        assertThat(control.run("load", "orders", "-o", "wide").out())
                .contains("orders   idc-b   orders/default  1         -           3.0");
        assertThat(control.lastAsked().line()).isEqualTo("GET /v1/load?service=orders");
        assertThat(control.run("load", "-o", "json").out()).contains("\"requestsPerSecond\": 120.5");
    }

    @Test
    void whoseLoadIsNotCountedIsSaid() {
        control.on("GET /v1/load", 200, Recorded.LOAD.replace("\"node\":\"control-1\"",
                "\"node\":\"control-1\",\"silent\":2"));
        assertThat(control.run("load").out()).contains(
                "No load is reported by 2 data planes of this IDC, so what they ask for is not counted\n");
        control.on("GET /v1/status", 200, Recorded.STATUS.replace("\"problems\":[]",
                "\"problems\":[],\"loadSilent\":{\"dataPlanes\":1,\"here\":[\"envoy-1\",\"gw-7\"]}"));
        assertThat(control.run("status").out())
                .contains("No load is reported by 1 data plane of this IDC, so what they ask for "
                        + "is not counted. This node hears nothing of envoy-1, gw-7\n");
    }

    @Test
    void loadSaysWhenThereIsNone() {
        control.on("GET /v1/load", 200, """
                {"idc":"idc-a","node":"control-1","unixMillis":5,"everyMillis":2000,"reporters":[],"services":[]}""");
        assertThat(control.run("load").out()).isEqualTo("""
                no load
                0 data planes reported to node control-1 (every 2.0s)
                """);
    }

    @Test
    void explainPrintsEachStepWithItsReason() {
        control.on("POST /v1/explain", 200, """
                {"steps":[{"step":"route","decision":"default/orders","reason":"host matches exactly"},
                 {"step":"endpoint","decision":"10.0.0.1:80","reason":"least requests"}],"endpoint":"10.0.0.1:80"}""");
        CommandRun run = control.run("explain", "--idc", "idc-a", "--host", "orders.example", "-H", "X-User: 7",
                "--path",
                "/a?b=c");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                STEP      DECISION        REASON
                route     default/orders  host matches exactly
                endpoint  10.0.0.1:80     least requests
                endpoint: 10.0.0.1:80
                """);
        assertThat(control.lastAsked().body()).isEqualTo("{\"idc\":\"idc-a\",\"role\":\"entrance\",\"method\":\"GET\","
                + "\"host\":\"orders.example\",\"path\":\"/a?b=c\",\"headers\":{\"x-user\":\"7\"}}");
    }

    @Test
    void explainSaysWhenTheGatewayAnswersItself() {
        control.on("POST /v1/explain", 200, """
                {"steps":[{"step":"route","decision":"404","reason":"no_host"}],"endpoint":null}""");
        assertThat(control.run("explain", "--idc", "idc-a", "--host", "x").out())
                .endsWith("no endpoint: the gateway answers itself\n");
        assertThat(control.run("explain", "--host", "x").code()).isEqualTo(2);
        assertThat(control.run("explain", "--idc", "a", "--host", "x", "-H", "nothing").err())
                .contains("-H: \"nothing\" (expected: 'NAME: VALUE')");
    }
}
