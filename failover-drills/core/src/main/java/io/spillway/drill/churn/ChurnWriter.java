package io.spillway.drill.churn;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.spillway.drill.churn.Nodes.Reply;
import io.spillway.model.time.Ticker;

/**
 * Writes changes at a steady rate through all control nodes that live. A change is handed on when it is due, whatever became
 * of earlier ones; changes of one workload are written one after the other.
 *
 * <p>Started and closed by one thread; may be asked by any.
 */
public final class ChurnWriter implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_MILLIS = 100;
    private static final int LANES = 16;
    private static final int LOOKS = 20;
    /** As many as one write may have, with room. */
    private static final int BATCH = 100;

    private final ChurnSpec spec;
    private final String cluster;
    private final Nodes nodes;
    private final Ticker ticker;
    private final Changes changes;
    private final ChurnBook book = new ChurnBook();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch made = new CountDownLatch(1);
    private final List<Lane> lanes;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Prepares one.
     *
     * @param cluster
     *            the deployment cluster of the workloads
     * @param nodes
     *            of the IDC; closed with this
     */
    public ChurnWriter(ChurnSpec spec, String cluster, Nodes nodes, Ticker ticker) {
        this.spec = spec;
        this.cluster = cluster;
        this.nodes = nodes;
        this.ticker = ticker;
        this.changes = new Changes(spec);
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(number -> new Lane(nodes, number % nodes.count(), cluster, ticker, book, closed)).toList();
    }

    /** Writes the services and workloads that will change; those that are there already are made as they are to be. */
    public void populate() throws IOException, InterruptedException {
        List<String> documents = new ArrayList<>();
        for (int service = 0; service < spec.services(); service++) {
            documents.add(ChurnDocuments.service(Changes.service(service)));
        }
        changes.population().forEach(put -> documents.add(ChurnDocuments.workload(put, cluster)));
        for (int from = 0; from < documents.size(); from += BATCH) {
            apply(documents.subList(from, Math.min(documents.size(), from + BATCH)));
        }
    }

    /** Begins to make changes, for so long. */
    public void start(Duration over) {
        lanes.forEach(lane -> threads.add(Thread.startVirtualThread(lane::work)));
        threads.add(Thread.startVirtualThread(() -> make(over)));
    }

    /** Waits until all changes are made and written or given up; returns whether that was so in time. */
    public boolean awaitDone(Duration within) throws InterruptedException {
        long end = ticker.nanos() + within.toNanos();
        while (!isDone()) {
            if (ticker.nanos() - end >= 0 || closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return isDone();
            }
        }
        return true;
    }

    /**
     * Compares what is stored with what was written last; to be called when all is done. A node may be a moment behind, so
     * a difference counts only when it stays.
     */
    public void compare() throws IOException, InterruptedException {
        List<String> differences = differences();
        for (int look = 1; look < LOOKS && !differences.isEmpty(); look++) {
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            differences = differences();
        }
        book.compared(differences);
    }

    private List<String> differences() throws IOException, InterruptedException {
        Map<String, Change.Put> stored = new TreeMap<>();
        if (ChurnDocuments.mapping(read("workloads").body()).get("items") instanceof List<?> items) {
            for (Object item : items) {
                Change.Put put = item instanceof Map<?, ?> resource ? ChurnDocuments.read(resource) : null;
                if (put != null && put.service().startsWith("churn-")) {
                    stored.put(put.workload(), put);
                }
            }
        }
        Map<String, Change.Put> wanted = changes.standing();
        List<String> differences = new ArrayList<>();
        wanted.forEach((name, put) -> {
            if (!put.equals(stored.get(name))) {
                differences.add("stored is " + stored.get(name) + " (expected: " + put + ")");
            }
        });
        stored.keySet().stream().filter(name -> !wanted.containsKey(name))
                .forEach(name -> differences.add("stored is " + name + ", which was removed"));
        return differences;
    }

    /** Returns what became of the changes so far. */
    public ChurnResult result() {
        return book.result();
    }

    /** Ends at once; what is under way is given up. */
    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        nodes.close();
    }

    private boolean isDone() {
        return made.getCount() == 0 && book.done();
    }

    private void make(Duration over) {
        try {
            long start = ticker.nanos();
            long count = Math.round(over.toNanos() / 1e9 * spec.perSecond());
            for (long i = 0; i < count; i++) {
                long at = start + Math.round(i * 1e9 / spec.perSecond());
                if (closed.await(Math.max(0, at - ticker.nanos()), TimeUnit.NANOSECONDS)) {
                    return;
                }
                Change change = changes.next();
                book.due(ticker.nanos() - at);
                lanes.get(Math.floorMod(change.workload().hashCode(), LANES)).add(change, at);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            made.countDown();
        }
    }

    private void apply(List<String> documents) throws IOException, InterruptedException {
        String text = documents.stream().collect(Collectors.joining("\n---\n"));
        long end = ticker.nanos() + PATIENCE_NANOS;
        int node = 0;
        while (true) {
            Reply reply = nodes.send(node++, "POST", "apply", BodyPublishers.ofString(text));
            if (reply instanceof Reply.Answered answered) {
                if (answered.ok()) {
                    return;
                }
                throw new IOException("services and workloads: answered " + answered.status() + ": " + answered.body());
            }
            if (ticker.nanos() - end >= 0 || closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("services and workloads were not taken: " + reply);
            }
        }
    }

    private Reply.Answered read(String path) throws IOException, InterruptedException {
        long end = ticker.nanos() + PATIENCE_NANOS;
        int node = 0;
        while (true) {
            Reply reply = nodes.send(node++, "GET", path, BodyPublishers.noBody());
            if (reply instanceof Reply.Answered answered && answered.ok()) {
                return answered;
            }
            if (ticker.nanos() - end >= 0 || closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(path + " cannot be read: " + reply);
            }
        }
    }
}
