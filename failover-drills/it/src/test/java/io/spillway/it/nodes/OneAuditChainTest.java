package io.spillway.it.nodes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Operators write at two control nodes of a real etcd at once: every accepted write is in one chain, once. */
@Tag("real")
class OneAuditChainTest {

    private static final int EACH = 50;
    private static final String CLUSTER = """
            {"apiVersion":"spillway.io/v1","kind":"Cluster","metadata":{"name":"%s"},"spec":{"idc":"idc-a","role":"REMOTE"}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    @Test
    void twoNodesKeepOneChain() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api first = fleet.api("idc-a");
        try (SecondNode second = SecondNode.start(fleet, folder);
                ExecutorService operators = Executors.newFixedThreadPool(8)) {
            Api other = second.api();
            Awaitility.await("both nodes").atMost(Duration.ofSeconds(30)).ignoreExceptions()
                    .until(() -> other.read("status").at("ready").isTrue());
            long before = first.read("audit").at("head").at("sequence").number();
            List<Callable<Api.Reply>> writes = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                String name = "audited-" + i;
                writes.add(() -> first.put("clusters/" + name + "-1", CLUSTER.formatted(name + "-1"), "ann"));
                writes.add(() -> other.put("clusters/" + name + "-2", CLUSTER.formatted(name + "-2"), "bob"));
            }
            for (Future<Api.Reply> reply : operators.invokeAll(writes)) {
                assertThat(reply.get().status()).as(reply.get().text()).isEqualTo(200);
            }
            assertThat(first.read("audit").at("head").at("sequence").number()).isEqualTo(before + 2L * EACH);
            verified(first, before + 2L * EACH);
            for (int i = 0; i < EACH; i++) {
                first.delete("clusters/audited-" + i + "-1");
                other.delete("clusters/audited-" + i + "-2");
            }
            verified(other, before + 4L * EACH);
        }
    }

    private void verified(Api api, long records) throws Exception {
        Command.Done verify = Command.spillway("audit", "verify", "--server", api.address());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
        assertThat(verify.output()).contains(records + " records fit; head " + records + ":");
        String head = verify.output().replaceAll("(?s).*head (\\S+).*", "$1");
        List<String> lines = Command.spillway("audit", "export", "--server", api.address()).output().lines()
                .filter(line -> line.startsWith("{")).toList();
        Path export = Files.write(folder.resolve("audit.jsonl"), lines);
        assertThat(Command.spillway("audit", "verify", "--file", export.toString(), "--head", head).exitCode())
                .isZero();
        Files.write(export, lines.subList(0, lines.size() - 1));
        assertThat(Command.spillway("audit", "verify", "--file", export.toString(), "--head", head).exitCode())
                .isEqualTo(1);
    }
}
