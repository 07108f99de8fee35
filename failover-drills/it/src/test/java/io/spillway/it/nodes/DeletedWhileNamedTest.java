package io.spillway.it.nodes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** At one control node of a real etcd a Cluster is deleted, at the other somebody registers in it: never are both accepted. */
@Tag("real")
class DeletedWhileNamedTest {

    private static final int ROUNDS = 100;
    private static final String CLUSTER = """
            {"apiVersion":"spillway.io/v1","kind":"Cluster","metadata":{"name":"brief"},"spec":{"idc":"idc-a",
             "role":"PRIMARY"}}
            """;
    private static final String WORKLOAD = """
            {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"guest"},"spec":{
             "service":"orders","group":"default","cluster":"brief","address":"127.0.0.1","port":1,"state":"DOWN"}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    /** In the first rounds the one whose number that is goes before the other, which waits for its end. */
    private static void begins(int round, int who, CyclicBarrier start) throws Exception {
        if (round != who) {
            start.await(30, TimeUnit.SECONDS);
        }
    }

    private static void ends(int round, int who, CyclicBarrier start) throws Exception {
        if (round == who) {
            start.await(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClusterIsNeverGoneWithAWorkloadInIt() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api first = fleet.api("idc-a");
        int deleted = 0;
        try (SecondNode second = SecondNode.start(fleet, folder);
                ExecutorService both = Executors.newFixedThreadPool(2)) {
            Api other = second.api();
            Awaitility.await("both nodes").atMost(Duration.ofSeconds(30)).ignoreExceptions()
                    .until(() -> other.read("status").at("ready").isTrue());
            CyclicBarrier start = new CyclicBarrier(2);
            for (int i = 0; i < ROUNDS; i++) {
                first.write("clusters/brief", CLUSTER);
                Awaitility.await("known at the other node").pollInterval(Duration.ofMillis(5))
                        .until(() -> other.names("clusters").contains("brief"));
                // Each order once for certain; then it is chance which comes first.
                int orders = i;
                List<Callable<Integer>> calls = List.of(() -> {
                    begins(orders, 0, start);
                    int status = first.delete("clusters/brief").status();
                    ends(orders, 0, start);
                    return status;
                }, () -> {
                    begins(orders, 1, start);
                    int status = other.put("workloads/guest", WORKLOAD).status();
                    ends(orders, 1, start);
                    return status;
                });
                List<Future<Integer>> replies = both.invokeAll(calls);
                int deletion = replies.get(0).get();
                int registration = replies.get(1).get();
                assertThat(deletion == 200 && registration == 200)
                        .as("round %d: deletion %d, registration %d", i, deletion, registration).isFalse();
                assertThat(deletion == 200 || registration == 200).as("neither: %d, %d", deletion, registration)
                        .isTrue();
                deleted += deletion == 200 ? 1 : 0;
                other.delete("workloads/guest");
                Awaitility.await("gone at the first node").pollInterval(Duration.ofMillis(5))
                        .until(() -> !first.names("workloads").contains("guest"));
            }
            first.delete("clusters/brief");
        }
        assertThat(deleted).as("both orders came about").isBetween(1, ROUNDS - 1);
    }
}
