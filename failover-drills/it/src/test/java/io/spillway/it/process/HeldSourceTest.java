package io.spillway.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.spillway.it.clients.EtcdMember;
import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.Json;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A folder of workloads is cut short, emptied, and loses most of its entries, with a real registry-sync and two control nodes on one
 * etcd. The operator's word goes to the node to which nobody reports.
 */
@Tag("real")
class HeldSourceTest {

    private static final String OWN = "orders-idc-a-1";

    @TempDir
    Path folder;

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50))
                .ignoreExceptions();
    }

    private static String entries(int many) {
        return IntStream.range(0, many).mapToObj("""
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: vm-%1$d}
                spec: {service: orders, group: default, cluster: idc-a-primary, address: 127.0.0.1, port: 9%1$d}
                """::formatted).collect(Collectors.joining("---\n"));
    }

    private Component control(String registry) throws IOException {
        return Component.start("idc-control", "io.spillway.control.Main", folder.resolve("control-2"), """
                idc: idc-a
                node: control-2
                admin: 127.0.0.1:0
                dataDir: @data
                ads: 127.0.0.1:0
                api: 127.0.0.1:0
                registry: %s
                """.formatted(registry));
    }

    private Component sync(String ads, List<String> apis, Path entries) throws IOException {
        return Component.start("registry-sync", "io.spillway.sync.Main", folder.resolve("sync"), """
                idc: idc-a
                node: sync-1
                admin: 127.0.0.1:0
                dataDir: @data
                control: ["%s"]
                api: {addresses: ["%s"]}
                sources:
                  vms: {kind: file, folder: %s, settle: 200ms, poll: 200ms, confirmAfter: 1h}
                """.formatted(ads, String.join("\", \"", apis), entries));
    }

    private static String source(Component sync) {
        return PlainHttp.get(sync.address("admin"), "localhost", "/sources").body();
    }

    private static void allStay(Api api) throws IOException {
        assertThat(api.names("workloads")).containsExactlyInAnyOrder(OWN, "vm-0", "vm-1", "vm-2", "vm-3");
        assertThat(api.read("workloads").at("items").items()).noneMatch(one -> one.toString().contains("DRAINING"));
    }

    @Test
    void whatIsCutShortSaysNothingAndWhatIsGoneIsHeldUntilAnyControlNodeIsToldThatItIsMeant() throws Exception {
        Path entries = Files.createDirectories(folder.resolve("entries"));
        Path file = Files.writeString(entries.resolve("vms.yaml"), entries(4));
        try (EtcdMember etcd = EtcdMember.start(folder.resolve("etcd"));
                Idc idc = Idc.start("idc-a", folder.resolve("a"), Map.of("idc-a", "127.0.0.1:7001"), 9000,
                        new Idc.Shape(etcd.registry(), true), "");
                Component second = control(etcd.registry())) {
            String first = idc.control().awaitReady().address("api");
            Api other = new Api(second.awaitReady().address("api"));
            try (Component sync = sync(idc.ads(), List.of(first, other.address()), entries)) {
                await("all are registered").untilAsserted(() -> allStay(other));

                Files.writeString(file, entries(4).substring(0, entries(2).length() - 20));
                await("a file that is cut short").until(() -> source(sync).contains("vms.yaml"));
                allStay(other);
                Files.delete(file);
                await("an empty folder").until(() -> source(sync).contains("NO_DATA"));
                allStay(other);
                Files.writeString(file, entries(4));
                await("it is back").until(() -> source(sync).contains("LIVE"));
                assertThat(other.read("status").at("sync", "sources").items()).isEmpty();

                Files.writeString(file, entries(1));
                await("three are held").until(() -> held(other) == 3);
                assertThat(PlainHttp.get(sync.address("admin"), "localhost", "/metrics").body())
                        .contains("spillway_sync_source_entries{source=\"vms\",state=\"held\"} 3.0");
                allStay(other);

                Api.Reply word = other.post("sync/release", "{\"source\":\"vms\"}");
                assertThat(word.text()).isEqualTo("{\"released\":3}");
                await("they go").until(() -> other.names("workloads").equals(List.of(OWN, "vm-0")));
                await("nothing is held").until(() -> other.read("status").at("sync", "sources").items().isEmpty());
            }
        }
    }

    private static long held(Api api) throws IOException {
        Json sources = api.read("status").at("sync", "sources");
        return sources.items().isEmpty() ? 0 : sources.items().getFirst().at("held").number();
    }
}
