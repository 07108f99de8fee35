package io.spillway.drill.churn;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.spillway.drill.churn.Nodes.Reply;
import io.spillway.model.time.Ticker;

/**
 * Writes the changes of some workloads one after the other. It stays with a control node for as long as that answers. A change
 * whose outcome is unknown is settled by reading; one that was not done is tried again at the next node.
 */
final class Lane {

    private static final int PATIENCE_SECONDS = 30;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    private static final long PAUSE_MILLIS = 100;
    private static final int MISSING = 404;
    /** The node did not know yet what was written last, through another one. */
    private static final int CONFLICT = 409;

    private record Due(Change change, long atNanos) {}

    private final Nodes nodes;
    private final String cluster;
    private final Ticker ticker;
    private final ChurnBook book;
    private final CountDownLatch closed;
    private final BlockingQueue<Due> waiting = new LinkedBlockingQueue<>();
    /** Belongs to the thread that works. */
    private int node;

    /**
     * Makes one with nothing to do.
     *
     * @param node
     *            the number of the node that it begins with
     * @param closed
     *            counted down when everything is to end
     */
    Lane(Nodes nodes, int node, String cluster, Ticker ticker, ChurnBook book, CountDownLatch closed) {
        this.nodes = nodes;
        this.node = node;
        this.cluster = cluster;
        this.ticker = ticker;
        this.book = book;
        this.closed = closed;
    }

    /** Hands on a change that was due at a time; never waits. */
    void add(Change change, long dueNanos) {
        waiting.add(new Due(change, dueNanos));
    }

    /** Works until it is interrupted. */
    void work() {
        try {
            while (closed.getCount() > 0) {
                write(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Due due) throws InterruptedException {
        long start = ticker.nanos();
        boolean unknown = false;
        String reason = "";
        while (ticker.nanos() - start < PATIENCE_NANOS) {
            if (unknown && isSo(due.change)) {
                book.settled();
                book.written(ticker.nanos() - due.atNanos, 0);
                return;
            }
            switch (attempt(due.change)) {
                case Reply.Answered answered when answered.ok() || isGone(due.change, answered) -> {
                    book.written(ticker.nanos() - due.atNanos, answered.revision());
                    return;
                }
                case Reply.Answered(int status, String body) when status == CONFLICT -> reason = body;
                case Reply.Answered(int status, String body) -> {
                    book.failed(due.change + " answered " + status + ": " + body);
                    return;
                }
                case Reply.NotDone(String why) -> reason = why;
                case Reply.Unknown(String why) -> {
                    unknown = true;
                    reason = why;
                }
            }
            node++;
            book.again();
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        book.failed(due.change + " not written within " + PATIENCE_SECONDS + " s: " + reason);
    }

    private Reply attempt(Change change) throws InterruptedException {
        String path = "workloads/" + change.workload();
        return switch (change) {
            case Change.Put put ->
                nodes.send(node, "PUT", path, BodyPublishers.ofString(ChurnDocuments.workload(put, cluster)));
            case Change.Remove _ -> nodes.send(node, "DELETE", path, BodyPublishers.noBody());
        };
    }

    private static boolean isGone(Change change, Reply.Answered answered) {
        return change instanceof Change.Remove && answered.status() == MISSING;
    }

    /** Returns whether a node that answers has it as the change wants it. */
    private boolean isSo(Change change) throws InterruptedException {
        if (!(nodes.send(node, "GET", "workloads/" + change.workload(),
                BodyPublishers.noBody()) instanceof Reply.Answered answered)) {
            return false;
        }
        return switch (change) {
            case Change.Put put -> answered.ok() && put.equals(
                    ChurnDocuments.read(ChurnDocuments.mapping(answered.body())));
            case Change.Remove _ -> answered.status() == MISSING;
        };
    }
}
