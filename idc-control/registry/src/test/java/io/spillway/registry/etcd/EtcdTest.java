package io.spillway.registry.etcd;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Transaction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A real etcd and a registry on it, for the disasters. */
@Tag("real")
abstract class EtcdTest {

    /** Every listing of these tests takes several answers. */
    static final int PAGE_KEYS = 3;

    @TempDir
    Path directory;

    EtcdProcess etcd;
    EtcdRegistry registry;

    @BeforeEach
    void start() {
        etcd = EtcdProcess.start(directory);
        registry = open("one");
        await().until(() -> registry.state().connected());
    }

    @AfterEach
    void stop() {
        registry.close();
        etcd.close();
    }

    /** A node with a memory of its own. */
    EtcdRegistry open(String node) {
        return EtcdRegistry.open(
                new EtcdSettings(List.of(etcd.endpoint()), null, directory.resolve("identity-" + node),
                        Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(2), PAGE_KEYS),
                InstantSource.system(), Ticker.system(), new Random());
    }

    long put(String key, String value) {
        return put(registry, key, value);
    }

    static long put(EtcdRegistry registry, String key, String value) {
        CommitResult result = registry.commit(
                new Transaction(List.of(), List.of(Operation.put(key, value.getBytes(StandardCharsets.UTF_8)))));
        if (result instanceof CommitResult.Committed committed) {
            return committed.revision();
        }
        throw new AssertionError(result.toString());
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
    }
}
