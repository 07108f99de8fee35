package io.spillway.it.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.spillway.it.harness.RunningFleet;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody with a key to the etcd of idc-a who does not ask the control plane. */
public final class Backdoor implements AutoCloseable {

    private final EtcdRegistry registry;

    private Backdoor(EtcdRegistry registry) {
        this.registry = registry;
    }

    /** Opens it; what it keeps is in the folder. */
    public static Backdoor open(RunningFleet fleet, Path folder) {
        URI health = fleet.process("idc-a/etcd").plan().ready();
        EtcdRegistry registry = EtcdRegistry.open(
                EtcdSettings.of(List.of(URI.create("http://" + health.getAuthority())), null,
                        folder.resolve("identity")),
                Clock.systemUTC(), Ticker.system(), new Random(1));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> registry.state().connected());
        return new Backdoor(registry);
    }

    /** Returns what stands under the resources. */
    public List<KeyValue> resources() {
        return registry.range(RegistryKeys.RESOURCES).entries();
    }

    /** Deletes all of these at once. */
    public void delete(List<KeyValue> entries) {
        commit(entries.stream().map(KeyValue::key).map(Operation::delete).toList());
    }

    /** Writes all of these at once; returns the revision. */
    public long put(List<KeyValue> entries) {
        return commit(entries.stream().map(entry -> Operation.put(entry.key(), entry.value())).toList());
    }

    /** Forgets everything before a revision. */
    void compact(long revision) {
        registry.compact(revision);
    }

    private long commit(List<Operation> operations) {
        CommitResult result = registry.commit(new Transaction(List.of(), operations));
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).revision();
    }

    @Override
    public void close() {
        registry.close();
    }
}
