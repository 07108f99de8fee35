package io.spillway.ctl;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code delivery} where an IDC has several control nodes: each knows only its own clients, so all are asked. */
class IdcDeliveryTest {

    private static final String AFTER = "GET /v1/delivery?after=77";
    private static final String HAS = Recorded.push(78, "gw-1", "EDS", "ACKED", ",\"ackMillis\":1.5");
    private static final String LACKS = Recorded.push(78, "gw-2", "EDS", "PENDING", "");
    private static final String GOT = Recorded.push(78, "gw-2", "EDS", "ACKED", ",\"ackMillis\":40.5");

    private final ScriptedControl first = new ScriptedControl();
    private final ScriptedControl second = new ScriptedControl();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private String nodes(String api) {
        return Recorded.node("control-1", first.address(), true) + "," + Recorded.node("control-2", api, false);
    }

    private void firstSays(String api, String delivery) {
        first.on(AFTER, 200, Recorded.deliveryOf("control-1", nodes(api), delivery));
    }

    private void secondSays(String delivery) {
        second.on(AFTER, 200, Recorded.deliveryOf("control-2", "", delivery));
    }

    private CommandRun await(String percent) {
        return first.run("delivery", "--revision", "78", "--wait", percent, "--timeout", "5s");
    }

    @Test
    void aWaitLastsAsLongAsAClientOfAnotherNodeLacksTheRevision() {
        firstSays(second.address(), Recorded.delivery(78, HAS));
        secondSays(Recorded.delivery(78, LACKS));
        secondSays(Recorded.delivery(78, LACKS));
        secondSays(Recorded.delivery(78, GOT));
        CommandRun run = await("99");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("gw-1  EDS   ACKED", "gw-2  EDS   ACKED").endsWith(
                "revision 78: Acked by 2 of 2 clients of 2 control nodes, the slowest after 40.5 ms\n");
        assertThat(second.asked()).as("two looks in vain, two that agree").hasSize(4);
    }

    @Test
    void stragglersOfEveryNodeAreNamed() {
        firstSays(second.address(), Recorded.delivery(78, HAS));
        secondSays(Recorded.delivery(78, LACKS));
        CommandRun run = await("99");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.errLines()).containsExactly("spillway: after 5s revision 78: Acked by 1 of 2 clients of 2 "
                + "control nodes, the slowest after 1.5 ms (expected: 99 %)", "  gw-2 (EDS pending)");
        assertThat(await("50").code()).isZero();
    }

    @Test
    void aNodeThatDoesNotServeTheRevisionYetIsWaitedFor() {
        firstSays(second.address(), Recorded.delivery(78, HAS));
        secondSays(Recorded.delivery(77));
        CommandRun run = await("99");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("control-2 serves revision 77 (expected: 78)");
    }

    @Test
    void countsOfLargeFleetsAreAddedUp() {
        firstSays(second.address(), Recorded.counted(78, """
                "complete":true,"clients":1000,"acked":1000,"nacked":0,"pending":0,"gone":0,
                "ackMillis":{"p50":8.0,"p95":20.0,"p99":41.0,"p100":60.0},"pendingAt":[],"refusedBy":[]"""));
        secondSays(Recorded.counted(78, """
                "complete":true,"clients":1000,"acked":960,"nacked":1,"pending":39,"gone":0,
                "ackMillis":{"p50":9.5,"p95":12.0},"pendingAt":["gw-17"],"refusedBy":["gw-9: too odd"]"""));
        assertThat(await("98").out()).startsWith("revision 78: Acked by 1960 of 2000 clients of 2 control nodes; "
                + "50 % after 9.5 ms, 95 % after 20.0 ms\n");
        assertThat(await("99").errLines()).contains("  gw-17", "  gw-9: too odd");
        assertThat(first.run("delivery", "--revision", "78", "-o", "json").out()).contains("\"clients\": 2000",
                "\"acked\": 1960", "\"node\": \"control-2\"");
    }

    @Test
    void aLiveNodeThatCannotBeAskedIsNotTakenForOneWithoutClients() {
        firstSays(first.address(), Recorded.delivery(78, HAS));
        CommandRun wait = await("99");
        assertThat(wait.code()).isEqualTo(3);
        assertThat(wait.errLines()).contains("  clients of control-2, which cannot be asked: at " + first.address()
                + " answers node control-1");
        CommandRun look = first.run("delivery", "--revision", "78");
        assertThat(look.code()).isZero();
        assertThat(look.err()).contains("clients of control-2, which cannot be asked");
    }

    @Test
    void aNodeThatDoesNotSayWhereItIsCanBeNamed() {
        firstSays("", Recorded.delivery(78, HAS));
        secondSays(Recorded.delivery(78, GOT));
        CommandRun run = CommandRun.with(Map.of("SPILLWAY_SERVER", first.address() + "," + second.address()), "",
                "delivery", "--revision", "78", "--wait", "99", "--timeout", "5s");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Acked by 2 of 2 clients of 2 control nodes");
    }

    /** Who connects to a node that has just begun is given everything, and whose connection broke does not count. */
    @Test
    void aNodeThatBeganAfterTheRevisionDoesNotMakeItForgotten() {
        firstSays(second.address(), Recorded.delivery(78, HAS));
        secondSays("{\"revision\":78,\"forgotten\":78,\"pushes\":[]}");
        assertThat(await("99").code()).isZero();
    }

    @Test
    void theNewestRevisionThatMatteredMayHaveMatteredToAnotherNode() {
        first.on("GET /v1/delivery?after=" + Long.MAX_VALUE, 200, Recorded.delivery(80)).on(
                "GET /v1/delivery?after=30", 200,
                Recorded.deliveryOf("control-1", nodes(second.address()), Recorded.delivery(80)));
        second.on("GET /v1/delivery?after=30", 200,
                Recorded.deliveryOf("control-2", "", Recorded.delivery(80, GOT)));
        assertThat(first.run("delivery").out()).endsWith(
                "revision 78: Acked by 1 of 1 client of 2 control nodes, the slowest after 40.5 ms\n");
    }
}
