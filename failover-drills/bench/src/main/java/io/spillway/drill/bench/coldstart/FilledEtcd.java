package io.spillway.drill.bench.coldstart;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Transaction;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;

/** A real etcd of one member on loopback, as a process of its own. Used by one thread. */
final class FilledEtcd implements AutoCloseable {

    private static final int START_SECONDS = 20;
    private static final int WRITERS = 4;

    private final Spawned process;
    private final URI endpoint;
    private final EtcdRegistry registry;

    private FilledEtcd(Spawned process, URI endpoint, EtcdRegistry registry) {
        this.process = process;
        this.endpoint = endpoint;
        this.registry = registry;
    }

    /** Starts an empty one whose files are in that folder. */
    static FilledEtcd start(Home home, Path folder, Ticker ticker, InstantSource clock) {
        List<Integer> ports = Ports.free(2);
        String client = "127.0.0.1:" + ports.getFirst();
        Spawned process = Spawned.start("etcd", folder, Map.of(), new Commands(home, Map.of()).etcd("one",
                folder.resolve("etcd"), client, "127.0.0.1:" + ports.getLast()));
        try {
            Ports.awaitOpen(ports.getFirst(), process, ticker, START_SECONDS);
            URI endpoint = URI.create("http://" + client);
            EtcdRegistry registry = EtcdRegistry.open(
                    EtcdSettings.of(List.of(endpoint), null, folder.resolve("bench-identity")), clock,
                    ticker, new SplittableRandom(1));
            FilledEtcd etcd = new FilledEtcd(process, endpoint, registry);
            if (!Ports.await(() -> registry.state().connected(), ticker, START_SECONDS)) {
                throw process.failure("does not answer: " + registry.state().detail());
            }
            return etcd;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** Writes all of them, many in each transaction. */
    void put(List<KeyValue> entries) throws InterruptedException {
        List<Callable<CommitResult>> writes = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += Transaction.MAX_OPERATIONS) {
            List<Operation> puts = new ArrayList<>();
            entries.subList(from, Math.min(entries.size(), from + Transaction.MAX_OPERATIONS))
                    .forEach(entry -> puts.add(Operation.put(entry.key(), entry.value())));
            writes.add(() -> registry.commit(new Transaction(List.of(), puts)));
        }
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<CommitResult> write : writers.invokeAll(writes)) {
                if (!(write.get() instanceof CommitResult.Committed)) {
                    throw process.failure("took a write with " + write.get());
                }
            }
        } catch (ExecutionException e) {
            throw new BenchFailure("etcd: a write failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        registry.close();
        process.close();
    }
}
