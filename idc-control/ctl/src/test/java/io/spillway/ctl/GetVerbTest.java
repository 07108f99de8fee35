package io.spillway.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.verb.Surroundings;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Resource;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.ResourceDocuments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GetVerbTest {

    private static final String ORDERS = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"orders","labels":{"team":"shop"},
              "revision":4},"spec":{"hosts":["orders.example"],"groups":[{"name":"default","weight":100}],
              "drGroup":"core"}}""";
    private static final String STOCK = ORDERS.replace("orders", "inventory");

    private final ScriptedControl control = new ScriptedControl();

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void servicesAreListedInColumns() {
        control.on("GET /v1/services", 200, "{\"revision\":7,\"items\":[" + STOCK + "," + ORDERS + "]}");
        CommandRun run = control.run("get", "services");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).containsExactly("NAME       HOSTS              GROUPS       DRGROUP",
                "inventory  inventory.example  default:100  core", "orders     orders.example     default:100  core");
        assertThat(control.run("get", "services", "-o", "wide").outLines().getLast())
                .isEqualTo(
                        "orders     orders.example     default:100  core     -        -         4         team=shop");
    }

    @Test
    void aListForProgramsCanBeAppliedAgain() {
        control.on("GET /v1/services", 200, "{\"revision\":7,\"items\":[" + STOCK + "," + ORDERS + "]}");
        for (String format : List.of("json", "yaml")) {
            String text = control.run("get", "service", "-o", format).out();
            assertThat(ResourceDocuments.parse(text)).isInstanceOfSatisfying(Decoded.Valid.class,
                    valid -> assertThat((List<?>) valid.value()).extracting(each -> ((Resource) each).name())
                            .containsExactly("inventory", "orders"));
        }
    }

    @Test
    void oneIsShownByItsName() {
        control.on("GET /v1/services/orders", 200, ORDERS);
        assertThat(control.run("get", "Service", "orders").outLines()).hasSize(2);
        assertThat(control.run("get", "services", "orders", "-o", "yaml").out())
                .startsWith("apiVersion: spillway.io/v1\n");
        assertThat(control.run("get", "services", "none").code()).isEqualTo(1);
    }

    @Test
    void anEmptyListIsSaidOnStandardErrorOnly() {
        control.on("GET /v1/routes", 200, "{\"revision\":7,\"items\":[]}");
        CommandRun run = control.run("get", "routes");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).containsExactly("spillway: no routes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            idcs|{"region":"north","capacity":500}|x  north  -  500
            clusters|{"idc":"idc-a","role":"REMOTE"}|x  idc-a  REMOTE
            workloads|{"service":"orders","group":"default","cluster":"c","address":"10.0.0.1","port":80,"weight":100,"state":"UP"}|x  orders  default  c  10.0.0.1:80  100  UP
            workloads|{"service":"orders","group":"default","cluster":"c","address":"unix:/s","weight":100,"state":"DOWN"}|x  orders  default  c  unix:/s  100  DOWN
            drgroups|{"idcs":["idc-a","idc-b"],"minActive":1}|x  idc-a,idc-b  1
            routes|{"hosts":["h"],"matches":[{}],"groups":[{"service":"s","weight":9}]}|x  h  1  s:9
            routes|{"hosts":["h"],"redirect":{"status":301}}|x  h  0  redirect
            shifts|{"scope":{"drGroup":"core"},"weights":{"idc-a":0,"idc-b":100},"excluded":["idc-a"],"reason":"fire"}|x  drgroup/core  idc-a=0,idc-b=100  idc-a  3/idc-a  bob  -  fire
            shifts|{"scope":{"service":"s"},"cleared":true,"reason":"over"}|x  service/s  cleared  -  3/idc-a  bob  -  over
            imports|{"idc":"idc-b","service":"s","groups":[{"group":"default","healthy":1,"declared":2}]}|x  idc-b  s  default 1/2
            drills|{"steps":[]}|x  IDLE  -  -  -
            """)
    void everyKindHasColumns(String kind, String spec, String row) {
        control.on("GET /v1/" + kind, 200, "{\"revision\":7,\"items\":[{\"metadata\":{\"name\":\"x\"},\"spec\":" + spec
                + ",\"status\":{\"generation\":{\"counter\":3,\"idc\":\"idc-a\"},\"author\":\"bob\"}}]}");
        assertThat(control.run("get", kind).outLines().getLast().replaceAll(" {2,}", "  ")).isEqualTo(row);
        assertThat(control.run("get", kind, "-o", "wide").code()).isZero();
    }

    @Test
    void gatewaysAreTakenFromTheStatus() {
        control.on("GET /v1/status", 200, Recorded.STATUS);
        assertThat(control.run("get", "gateways").outLines()).containsExactly("NODE  STATE  CONNECTED  RESOURCES",
                "gw-1  STALE  1m40s      7");
        assertThat(control.run("get", "gateways", "gw-9").code()).isEqualTo(1);
        assertThat(control.run("get", "gateways", "-o", "json").out()).contains("\"node\": \"gw-1\"");
        assertThat(control.run("get", "gateways", "--watch").code()).isEqualTo(2);
    }

    @Test
    void aWatchPrintsEachChangeOnceAndComesBackAfterABreak() {
        String changed = ORDERS.replace("\"revision\":4", "\"revision\":9").replace("core", "edge");
        control.on("GET /v1/services?watch", 200, "text/event-stream", ":alive\n\n" + event("PUT", 4, ORDERS)
                + event("PUT", 5, STOCK))
                .on("GET /v1/services?watch", 200, "text/event-stream", event("PUT", 9, changed))
                .on("GET /v1/services?watch", 503, "{\"title\":\"unavailable\",\"status\":503,\"detail\":\"starting\"}")
                .on("GET /v1/services", 200, "{\"revision\":9,\"items\":[" + changed + "]}");
        CommandRun run = control.run("get", "services", "--watch", "--timeout", "2s");
        assertThat(run.outLines().stream().map(line -> line.replaceAll(" {2,}", "  ")).toList()).containsExactly(
                "EVENT  NAME  HOSTS  GROUPS  DRGROUP", "PUT  orders  orders.example  default:100  core",
                "PUT  inventory  inventory.example  default:100  core",
                "DELETED  inventory  inventory.example  default:100  core",
                "PUT  orders  orders.example  default:100  edge");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the control plane ended the stream, asking again", "unavailable: starting");
    }

    @Test
    void aWatchGoesOnWithANewTokenAndEndsAtOnceWithoutOne(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first");
        control.on("GET /v1/services?watch", 200, "text/event-stream", event("PUT", 4, ORDERS))
                .on("GET /v1/services?watch", 200, "text/event-stream", event("PUT", 4, ORDERS))
                .on("GET /v1/services?watch", 401,
                        "{\"title\":\"wrong token\",\"status\":401,\"detail\":\"exp: then (expected: after now)\"}")
                .on("GET /v1/services", 200, "{\"revision\":9,\"items\":[" + ORDERS + "]}");
        StringWriter err = new StringWriter();
        Surroundings replacing = new Surroundings(Ticker.system(), InstantSource.fixed(CommandRun.NOW), time -> {
            try {
                Files.writeString(token, "second");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }, Map.of("SPILLWAY_SERVER", control.address())::get, () -> "alice", System.in);
        String[] args = {"get", "services", "--watch", "--token-file", token.toString()};
        int code = Main.commandLine(args, replacing).setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err)).execute(args);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("wrong token: exp: then");
        assertThat(control.asked().stream().filter(each -> each.line().contains("watch"))
                .map(each -> each.header("authorization")))
                .containsExactly("Bearer first", "Bearer second", "Bearer second");
    }

    @Test
    void aWatchForProgramsPrintsOneLineForEachEvent() {
        control.on("GET /v1/services?watch", 200, "text/event-stream",
                event("PUT", 4, ORDERS) + event("PUT", 5, STOCK) + event("DELETED", 6, STOCK))
                .on("GET /v1/services?watch", 503,
                        "{\"title\":\"unavailable\",\"status\":503,\"detail\":\"starting\"}");
        CommandRun run = control.run("get", "services", "inventory", "-w", "-o", "json", "--timeout", "1s");
        assertThat(run.outLines()).hasSize(2).allMatch(line -> line.contains("\"inventory\"")).last().asString()
                .contains("\"event\":\"DELETED\"");
    }

    @Test
    void anInterruptedWaitEndsWithOneHundredAndThirty() {
        control.on("GET /v1/idcs?watch", 200, "text/event-stream", ":alive\n\n");
        StringWriter out = new StringWriter();
        Surroundings interrupted = new Surroundings(Ticker.system(), InstantSource.fixed(CommandRun.NOW), time -> {
            throw new InterruptedException();
        }, Map.of("SPILLWAY_SERVER", control.address())::get, () -> "alice", System.in);
        String[] args = {"get", "idcs", "--watch"};
        int code = Main.commandLine(args, interrupted).setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
                .execute(args);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(code).isEqualTo(130);
    }

    private static String event(String name, long revision, String resource) {
        return "id:" + revision + "\nevent:" + name + "\ndata:{\"revision\":" + revision + ",\"resource\":"
                + resource.replace("\n", "") + "}\n\n";
    }
}
