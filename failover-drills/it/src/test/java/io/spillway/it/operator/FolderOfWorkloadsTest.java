package io.spillway.it.operator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.spillway.it.harness.Api;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.time.Ticker;
import io.spillway.process.config.HostPort;
import io.spillway.sync.ingest.ApiSettings;
import io.spillway.sync.ingest.ApiWorkloads;
import io.spillway.sync.ingest.Ingest;
import io.spillway.sync.ingest.IngestSettings;
import io.spillway.sync.ingest.IngestThread;
import io.spillway.sync.source.file.FileSourceKind;
import io.spillway.sync.spi.Source;
import io.spillway.wire.document.Documents;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A folder of files and a real control plane: what stands in the files is registered, and what goes drains and is released. */
@Tag("slow")
@Timeout(120)
class FolderOfWorkloadsTest {

    @TempDir
    Path folder;

    @Test
    void filesBecomeWorkloadsAndLeaveInOrder() throws Exception {
        for (int number = 1; number <= 3; number++) {
            write("vm-" + number, 9000 + number, "idc-a-primary");
        }
        write("lost", 9004, "no-such-cluster");
        try (ControlRoom room = ControlRoom.open()) {
            Api api = room.api();
            try (ApiWorkloads workloads = workloads(api)) {
                Ingest ingest = ingest(workloads);
                try (IngestThread _ = IngestThread.start("vms", ingest)) {
                    Awaitility.await().until(() -> ingest.view().counts().registered() == 3);
                    assertThat(api.names("workloads")).contains("orders-1", "vm-1", "vm-2", "vm-3")
                            .doesNotContain("lost");
                    assertThat(ingest.view().aside().get("lost")).contains("/spec/cluster", "a Cluster that exists");
                    write("vm-2", 9222, "idc-a-primary");
                    Awaitility.await().until(
                            () -> api.read("workloads/vm-2").at("spec", "port").number() == 9222);
                    Files.delete(folder.resolve("vm-1.yaml"));
                    Awaitility.await().atMost(Duration.ofSeconds(30))
                            .until(() -> !api.names("workloads").contains("vm-1"));
                    assertThat(api.names("workloads")).contains("orders-1", "vm-2", "vm-3");
                }
            }
            long revision = api.read("workloads/vm-3").at("metadata", "revision").number();
            try (ApiWorkloads workloads = workloads(api)) {
                Ingest again = ingest(workloads);
                try (IngestThread _ = IngestThread.start("vms", again)) {
                    Awaitility.await().until(() -> again.view().counts().registered() == 2);
                    assertThat(api.read("workloads/vm-3").at("metadata", "revision").number()).isEqualTo(revision);
                }
            }
        }
    }

    private static ApiWorkloads workloads(Api api) {
        return new ApiWorkloads(
                new ApiSettings(List.of(Objects.requireNonNull(HostPort.parse(api.address()))), null), "source:vms");
    }

    private Ingest ingest(ApiWorkloads workloads) {
        return new Ingest(IngestSettings.of("vms"), source(), workloads,
                new Ingest.Surroundings(Ticker.system(), InstantSource.system(), new Random(1), (_, _, _) -> {}));
    }

    private Source source() {
        String settings = "{folder: \"" + folder + "\", settle: 100ms, poll: 200ms}";
        if (Documents.parse(settings) instanceof Decoded.Valid<List<Tree>>(List<Tree> trees) && Decoder.decode(
                trees.getFirst(), new FileSourceKind()::read) instanceof Decoded.Valid<Source>(Source source)) {
            return source;
        }
        throw new AssertionError(settings);
    }

    private void write(String name, int port, String cluster) throws Exception {
        Files.writeString(folder.resolve(name + ".yaml"), """
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: %s}
                spec: {service: orders, cluster: %s, address: 127.0.0.1, port: %d}
                """.formatted(name, cluster, port));
    }
}
