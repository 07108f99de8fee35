package io.spillway.it.nodes;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.it.harness.Api;

/**
 * Changes at a steady rate, each written to whichever node takes it: the port of one instance after the other, and in every
 * twentieth turn a workload that comes, to leave ten turns later.
 */
final class SteadyChanges implements AutoCloseable {

    static final int SERVICES = 6;
    static final String LEAVER = "kill-leaver-";
    private static final long EVERY_MILLIS = 50;
    private static final int PER_LEAVER = 20;

    private final List<Api> apis;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger leavers = new AtomicInteger();
    private int here; // owned by the timer's thread

    SteadyChanges(List<Api> apis) throws IOException {
        this.apis = apis;
        for (int i = 0; i < SERVICES; i++) {
            put("services/kill-" + i, """
                    {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"kill-%d"},
                     "spec":{"hosts":["kill-%d.example"]}}
                    """.formatted(i, i));
            workload("kill-" + i + "-1", i, 9000, "UP");
        }
    }

    void start() {
        var _ = timer.scheduleAtFixedRate(this::turn, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns how many workloads were asked to leave. */
    int leavers() {
        return leavers.get();
    }

    /** Returns once the last change is written; whoever came has then been asked to leave. */
    void stop() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("changes do not end");
        }
        int last = turns.get() - 1;
        if (last % PER_LEAVER < PER_LEAVER / 2) {
            leave(last / PER_LEAVER);
        }
    }

    private void turn() {
        int turn = turns.getAndIncrement();
        workload("kill-" + turn % SERVICES + "-1", turn % SERVICES, 9001 + turn, "UP");
        int leaver = turn / PER_LEAVER;
        if (turn % PER_LEAVER == 0) {
            workload(LEAVER + leaver, leaver % SERVICES, 8000 + leaver, "UP");
        } else if (turn % PER_LEAVER == PER_LEAVER / 2) {
            leave(leaver);
        }
    }

    private void leave(int leaver) {
        workload(LEAVER + leaver, leaver % SERVICES, 8000 + leaver, "DRAINING");
        leavers.incrementAndGet();
    }

    private void workload(String name, int service, int port, String state) {
        put("workloads/" + name, """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%s"},
                 "spec":{"service":"kill-%d","cluster":"idc-a-primary","address":"127.0.0.1","port":%d,"state":"%s"}}
                """.formatted(name, service, port, state));
    }

    /** Who does not get an answer asks the other node, until there is one. */
    private void put(String path, String document) {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                if (apis.get(here).put(path, document).status() < 300) {
                    return;
                }
            } catch (IOException dead) {
                // The other one lives.
            }
            here = (here + 1) % apis.size();
        }
        throw new IllegalStateException("no node takes " + path);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
