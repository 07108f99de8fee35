package io.spillway.registry.etcd;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.Transaction;
import io.spillway.registry.kit.RegistryCompatibilityKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("real")
class EtcdCompatibilityTest extends RegistryCompatibilityKit {

    @TempDir
    static Path etcdFolder;
    private static EtcdProcess etcd;

    @TempDir
    Path directory;
    private EtcdRegistry registry;

    @BeforeAll
    static void startEtcd() {
        etcd = EtcdProcess.start(etcdFolder);
    }

    @AfterAll
    static void stopEtcd() {
        etcd.close();
    }

    @BeforeEach
    void open() {
        registry = EtcdRegistry.open(EtcdSettings.of(List.of(etcd.endpoint()), null, directory.resolve("identity")),
                InstantSource.system(), Ticker.system(), new Random(1));
        await().atMost(Duration.ofSeconds(10)).until(() -> registry.state().connected());
        deleteEverything();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    private void deleteEverything() {
        var keys = registry.range("/spillway/v1/kit/").entries();
        for (int i = 0; i < keys.size(); i += Transaction.MAX_OPERATIONS) {
            List<Operation> deletes = keys.subList(i, Math.min(keys.size(), i + Transaction.MAX_OPERATIONS)).stream()
                    .map(entry -> Operation.delete(entry.key())).toList();
            assertThat(registry.commit(new Transaction(List.of(), deletes))).isInstanceOf(CommitResult.Committed.class);
        }
    }
}
