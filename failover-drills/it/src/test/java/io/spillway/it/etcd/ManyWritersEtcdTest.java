package io.spillway.it.etcd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.registry.KeyValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Many write to a real etcd at once: what was accepted stands there, what was refused does not, and who lost is told. */
@Tag("real")
class ManyWritersEtcdTest {

    private static final int WORKLOADS = 200;
    private static final int RIVALS = 8;
    private static final String SERVICE = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"crowded"%s},"spec":{"hosts":["%s"]}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    @Test
    void whatIsAcceptedStandsAndOfRivalsAllButOneAreTold() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        long revision = api.write("services/crowded", SERVICE.formatted("", "crowded.example"));
        List<Callable<Api.Reply>> writes = new ArrayList<>();
        for (int i = 0; i < WORKLOADS; i++) {
            String name = "crowded-" + i;
            String workload = workload(name, i % 10 == 0 ? "nowhere" : "idc-a-primary", 20_000 + i);
            writes.add(() -> api.put("workloads/" + name, workload));
        }
        for (int i = 0; i < RIVALS; i++) {
            String author = "rival-" + i;
            String service = SERVICE.formatted(",\"revision\":" + revision, author + ".example");
            writes.add(() -> api.put("services/crowded", service, author));
        }
        writes.add(() -> api.delete("clusters/idc-a-primary"));
        List<Api.Reply> replies = together(writes);

        for (int i = 0; i < WORKLOADS; i++) {
            assertThat(replies.get(i).status()).as(replies.get(i).text()).isEqualTo(i % 10 == 0 ? 400 : 200);
        }
        List<Api.Reply> rivals = replies.subList(WORKLOADS, WORKLOADS + RIVALS);
        assertThat(rivals).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(rivals).filteredOn(reply -> reply.status() == 409).hasSize(RIVALS - 1)
                .allSatisfy(reply -> assertThat(reply.text()).contains("rival-"));
        assertThat(replies.getLast().status()).as("it is in use").isEqualTo(422);
        try (Backdoor etcd = Backdoor.open(fleet, folder)) {
            List<String> stands = etcd.resources().stream().map(KeyValue::key)
                    .filter(key -> key.contains("/workloads/crowded-")).toList();
            assertThat(stands).hasSize(WORKLOADS - WORKLOADS / 10);
        }
        for (String name : api.names("workloads")) {
            if (name.startsWith("crowded-")) {
                api.delete("workloads/" + name);
            }
        }
        api.delete("services/crowded");
    }

    private static String workload(String name, String cluster, int port) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%s"},"spec":{
                 "service":"crowded","group":"default","cluster":"%s","address":"127.0.0.1","port":%d}}
                """.formatted(name, cluster, port);
    }

    private static List<Api.Reply> together(List<Callable<Api.Reply>> writes) throws Exception {
        List<Api.Reply> replies = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(32)) {
            for (Future<Api.Reply> reply : writers.invokeAll(Collections.unmodifiableList(writes))) {
                replies.add(reply.get());
            }
        }
        return replies;
    }
}
