package io.spillway.control.drain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Those who wait for workloads to be gone. Safe for use by any thread. */
public final class Releases {

    private final ConcurrentMap<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    /** Returns what completes when that workload goes the next time. Ask for it first, then look whether it is there. */
    public CompletableFuture<Void> of(String workload) {
        return waiting.computeIfAbsent(workload, _ -> new CompletableFuture<>());
    }

    /** That workload is gone; whoever looks must see it. */
    public void gone(String workload) {
        CompletableFuture<Void> future = waiting.remove(workload);
        if (future != null) {
            future.complete(null);
        }
    }

    /** Nobody is to be kept waiting for a workload that is not there. */
    public void forget(String workload, CompletableFuture<Void> future) {
        waiting.remove(workload, future);
    }
}
