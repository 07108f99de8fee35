package io.spillway.control.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import io.spillway.control.conformance.subject.SubjectServer;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.wire.Timing;
import io.spillway.model.time.Ticker;

/**
 * Runs cases. A server plays one case at a time, so that wildcard cases see nothing of others; with several servers, cases
 * run side by side.
 *
 * @param servers how many servers are started, at least one
 * @param warmUp  plays the first case on each server once before it counts, so that nobody fails for a program's cold start
 */
public record Runner(Opener opener, int servers, Timing timing, Ticker ticker, boolean warmUp) {

    /** Starts a server under test. */
    @FunctionalInterface
    public interface Opener {

        /** Returns a server that serves nothing yet. */
        SubjectServer open() throws IOException;
    }

    /**
     * Runs cases and returns what came of them, in their order.
     *
     * @param each told of each result when it is there, by any thread
     * @throws IOException when a server could not be started or ended
     */
    public List<CaseResult> run(List<ConformanceCase> cases, Consumer<CaseResult> each)
            throws IOException, InterruptedException {
        Queue<ConformanceCase> waiting = new ConcurrentLinkedQueue<>(cases);
        List<CaseResult> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<CaseResult>> worker = () -> work(cases.getFirst(), waiting, each);
            List<Future<List<CaseResult>>> workers = new ArrayList<>();
            for (int i = 0; i < Math.min(servers, cases.size()); i++) {
                workers.add(threads.submit(worker));
            }
            for (Future<List<CaseResult>> done : workers) {
                results.addAll(done.get());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IOException("a case broke: " + failed.getCause(), failed.getCause());
        }
        results.sort(Comparator.comparingInt(result -> cases.indexOf(result.played())));
        return results;
    }

    private List<CaseResult> work(ConformanceCase first, Queue<ConformanceCase> waiting, Consumer<CaseResult> each)
            throws IOException {
        List<CaseResult> results = new ArrayList<>();
        try (SubjectServer subject = opener.open()) {
            if (warmUp) {
                first.run(subject, timing, ticker);
            }
            ConformanceCase next = waiting.poll();
            while (next != null) {
                long start = ticker.nanos();
                CaseResult result = new CaseResult(next, next.run(subject, timing, ticker),
                        (ticker.nanos() - start) / 1e9);
                each.accept(result);
                results.add(result);
                next = waiting.poll();
            }
        }
        return results;
    }
}
