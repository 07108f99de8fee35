package io.spillway.control.admin;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.AuditService.Page;
import io.spillway.model.resource.Kind;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.HeldRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every address of the OpenAPI document that may change something, on a living node: it leaves a record, in the chain when it
 * was done and among the refused when not, or it is named here as one that leaves none, with the reason.
 */
@Tag("slow")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EveryWriteIsAuditedTest {

    private static final String DOCUMENT = "{\"apiVersion\":\"spillway.io/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"},"
            + "\"spec\":%s}";
    private static final String WORKLOAD = DOCUMENT.formatted("WorkloadEntry", "w1",
            "{\"service\":\"orders\",\"group\":\"default\",\"cluster\":\"primary-a\",\"address\":\"127.0.0.1\",\"port\":9001}");
    private static final String MOVE = "{\"name\":\"night\",\"spec\":{\"scope\":{\"drGroups\":[\"core\"]},\"from\":\"idc-a\","
            + "\"to\":\"idc-b\",\"reason\":\"cooling\"}}";
    private static final String WHY = "{\"reason\":\"test\"}";

    /** In the order in which they are made: what is put is deleted after it. */
    private static final Map<String, Said> LEAVE_A_RECORD = new LinkedHashMap<>();

    /** Why these leave none. */
    private static final Map<String, Said> LEAVE_NONE = new LinkedHashMap<>();

    /** A call of an address; {@code why} says why it leaves no record. */
    private record Said(String path, String body, String why) {}

    static {
        put(Kind.IDC, "idc-c", "{\"region\":\"r\"}");
        put(Kind.CLUSTER, "c1", "{\"idc\":\"idc-a\",\"role\":\"REMOTE\"}");
        put(Kind.DR_GROUP, "spare", "{\"idcs\":[\"idc-a\",\"idc-b\"],\"minActive\":1}");
        put(Kind.SERVICE, "pay", "{\"hosts\":[\"pay.test\"],\"drGroup\":\"core\"}");
        put(Kind.ROUTE, "r1",
                "{\"hosts\":[\"shop.test\"],\"matches\":[{\"path\":{\"prefix\":\"/\"}}],\"groups\":[{\"service\":\"orders\","
                        + "\"group\":\"default\",\"weight\":100}]}");
        put(Kind.TRAFFIC_SHIFT, "service.orders",
                "{\"scope\":{\"service\":\"orders\"},\"weights\":{\"idc-a\":60,\"idc-b\":40},\"reason\":\"test\"}");
        record("PUT /v1/drills", "/v1/drills/d2", DOCUMENT.formatted("Drill", "d2",
                "{\"title\":\"t\",\"topology\":\"churn\",\"steps\":[]}"));
        record("POST /v1/drills/{name}/run", "/v1/drills/d2/run", "{}");
        record("POST /v1/drills/{name}/runs/{run}/take", "/v1/drills/d2/runs/none/take", "{\"agent\":\"a\"}");
        record("POST /v1/drills/{name}/runs/{run}/fault", "/v1/drills/d2/runs/none/fault",
                "{\"agent\":\"a\",\"event\":\"e\",\"service\":\"orders\",\"abort\":{\"status\":503},\"ttl\":\"1m\"}");
        record("POST /v1/drills/{name}/runs/{run}/heal", "/v1/drills/d2/runs/none/heal",
                "{\"agent\":\"a\",\"event\":\"e\"}");
        record("POST /v1/drills/{name}/runs/{run}/report", "/v1/drills/d2/runs/none/report",
                "{\"agent\":\"a\",\"verdict\":\"PASS\"}");
        record("POST /v1/drills/{name}/abort", "/v1/drills/d2/abort", WHY);
        record("DELETE /v1/drills", "/v1/drills/d2", "");
        record("POST /v1/apply", "/v1/apply", DOCUMENT.formatted("Service", "ship",
                "{\"hosts\":[\"ship.test\"],\"drGroup\":\"core\"}"));
        record("POST /v1/registry/accept", "/v1/registry/accept", "{\"clusterId\":\"another\"}");
        record("POST /v1/sync/release", "/v1/sync/release", "{\"peer\":\"idc-b\",\"service\":\"orders\"}");
        record("POST /v1/audit/prune", "/v1/audit/prune",
                "{\"sequence\":99,\"hash\":\"%s\",\"digest\":\"%s\",\"before\":"
                        .formatted("0".repeat(64), "0".repeat(64)) + "\"2020-01-01T00:00:00Z\"}");
        record("POST /v1/switchovers", "/v1/switchovers", MOVE);
        said("check", "{}");
        said("approve", "{\"plan\":\"5eed\"}");
        said("start", "{}");
        said("pause", WHY);
        said("resume", WHY);
        said("rollback", WHY);
        said("force-end", WHY);
        said("extend", "{\"until\":\"2099-01-01T00:00:00Z\"}");
        said("take-over", "{\"reason\":\"test\",\"idc\":\"idc-b\"}");
        said("abort", WHY);
        none("POST /v1/drills/{name}/runs/{run}/beat", "/v1/drills/d2/runs/none/beat", "{\"agent\":\"a\"}",
                "agents say it every few seconds, and here there is none: 404");
        none("PUT /v1/workloads", "/v1/workloads/w1", WORKLOAD,
                "workloads come and go by themselves, thousands at once");
        none("DELETE /v1/workloads", "/v1/workloads/w1", "", "as they come");
        none("POST /v1/explain", "/v1/explain", "{\"idc\":\"idc-a\",\"host\":\"orders.test\"}", "it changes nothing");
        none("POST /v1/vantage", "/v1/vantage", "{\"idc\":\"idc-b\",\"reachable\":true,\"from\":\"moon\"}",
                "probes say it every few seconds, and it counts for 30 s");
        none("PUT /v1/switchovers", "/v1/switchovers/night", DOCUMENT.formatted("SwitchOver", "night",
                "{\"scope\":{\"drGroups\":[\"core\"]},\"from\":\"idc-a\",\"to\":\"idc-b\",\"reason\":\"r\"}"),
                "it is never taken: 400");
        none("PUT /v1/imports", "/v1/imports/orders.idc-b", DOCUMENT.formatted("ServiceEntry", "orders.idc-b", "{}"),
                "it is never taken: 400");
        none("POST /v1/approvals/{id}/approve", "/v1/approvals/5eed/approve",
                "{\"hash\":\"" + "0".repeat(64) + "\"}", "nothing waits: 404 (and TwoPersonsTest)");
        none("DELETE /v1/imports", "/v1/imports/none.idc-b", "", "there is none: 404");
        none("DELETE /v1/switchovers", "/v1/switchovers/none", "", "there is none: 404");
    }

    @TempDir
    Path folder;
    private ServedNode served;
    private TestNode node;

    private static void put(Kind kind, String name, String spec) {
        String path = "/v1/" + kind.plural() + "/" + name;
        record("PUT /v1/" + kind.plural(), path, DOCUMENT.formatted(kind.kindName(), name, spec));
        record("DELETE /v1/" + kind.plural(), path, "");
    }

    private static void said(String word, String body) {
        record("POST /v1/switchovers/{id}/" + word, "/v1/switchovers/night/" + word, body);
    }

    private static void record(String call, String path, String body) {
        LEAVE_A_RECORD.put(call, new Said(path, body, ""));
    }

    private static void none(String call, String path, String body, String why) {
        LEAVE_NONE.put(call, new Said(path, body, why));
    }

    @BeforeEach
    void start() throws Exception {
        served = ServedNode.open(folder);
        node = served.node;
        node.registry.commit(new Transaction(List.of(), List.of(Operation.put(RegistryKeys.held("idc-b", "orders"),
                new HeldRecord("empties_service", "4 of 4", Instant.EPOCH, Instant.EPOCH, null, List.of()).encode()))));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /** Returns every described call that is no GET, those of resources once for each kind. */
    private static Set<String> writing() throws Exception {
        Set<String> calls = new TreeSet<>();
        for (String address : OpenApiTest.described()) {
            if (address.contains("/{kind}")) {
                for (Kind kind : Kind.values()) {
                    calls.add(address.replace("{kind}", kind.plural()).replace("/{name}", ""));
                }
            } else {
                calls.add(address);
            }
        }
        calls.removeIf(call -> call.startsWith("GET "));
        return calls;
    }

    @Test
    void everyDescribedWriteIsListedHere() throws Exception {
        Set<String> listed = new TreeSet<>(LEAVE_A_RECORD.keySet());
        listed.addAll(LEAVE_NONE.keySet());
        assertThat(listed).isEqualTo(writing());
        assertThat(LEAVE_NONE.values()).allMatch(said -> !said.why().isEmpty());
    }

    @Test
    void eachOfThemLeavesARecord() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(
                () -> assertThat(node.service().status().peers().getFirst().held()).isNotEmpty());
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, Said> each : LEAVE_A_RECORD.entrySet()) {
            long before = records();
            HttpResponse<String> answer = send(each.getKey(), each.getValue());
            if (records() == before) {
                silent.add(each.getKey() + ": " + answer.statusCode() + " " + answer.body());
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void andTheOthersLeaveNone() throws Exception {
        for (Map.Entry<String, Said> each : LEAVE_NONE.entrySet()) {
            long before = records();
            HttpResponse<String> answer = send(each.getKey(), each.getValue());
            assertThat(records()).as(each.getKey() + ": " + answer.body()).isEqualTo(before);
            if (each.getValue().why().contains(": 4")) {
                assertThat(each.getValue().why()).as(answer.body()).contains(": " + answer.statusCode());
            } else {
                assertThat(answer.statusCode()).as(each.getKey() + ": " + answer.body()).isEqualTo(200);
            }
        }
    }

    private long records() {
        if (!(node.service().audit().page(0, 1) instanceof Page.Records page)) {
            throw new AssertionError("no page");
        }
        return page.head().sequence() + node.service().audit().refused().size();
    }

    private HttpResponse<String> send(String call, Said said) throws Exception {
        return served.send(call.substring(0, call.indexOf(' ')), said.path(), said.body(),
                Map.of("X-Spillway-Author", "ann"));
    }
}
