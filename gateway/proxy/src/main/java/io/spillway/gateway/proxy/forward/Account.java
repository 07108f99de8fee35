package io.spillway.gateway.proxy.forward;

import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.log.AccessEntry;
import io.spillway.gateway.proxy.log.LoopRing;
import io.spillway.gateway.proxy.metrics.RequestLabels;
import io.spillway.gateway.proxy.trace.RequestSpan;
import io.spillway.gateway.proxy.trace.Tracer;
import io.spillway.gateway.route.PathMatch;

/** Books finished requests: meters and access log. Stateless; used on event loops. */
final class Account {
    /** The reason of a request whose client has gone. */
    static final String CLIENT_GONE = "client_gone";

    private Account() {}

    /** What a request cost, beside what was decided about it. */
    record Figures(int status, long bytesIn, long bytesOut, long nanos, boolean tunnel) {}

    /** Books a request whose head passed the gate. */
    static void book(Worker worker, Request request, String client, Passage passage, Figures figures) {
        if (passage.reason.equals(PathProbes.REASON)) {
            // No user asked.
            return;
        }
        String listener = request.listener();
        RequestLabels labels = new RequestLabels(listener, passage.service, passage.targetIdc, passage.priority,
                passage.reason, figures.status() / 100);
        if (figures.tunnel()) {
            worker.meters().tunnel(labels, figures.nanos());
        } else {
            worker.meters().request(labels, figures.nanos());
        }
        LoopRing<AccessEntry> log = worker.log();
        if (log != null) {
            log.offer(entry(worker, listener, client, request.method(), request.authority(),
                    Turn.connects(request.gate().turn()) ? "" : request.path(), passage, figures));
        }
    }

    /** Counts a finished request for the load report; a tunnel, or one whose client did not wait, is not finished. */
    static void count(Worker worker, Request request, Passage passage, Figures figures) {
        if (figures.tunnel() || passage.cluster.isEmpty() || passage.reason.equals(CLIENT_GONE)) {
            return;
        }
        // A call of gRPC is answered 200 however it went.
        boolean failed = figures.status() >= 500 || passage.broken || (request.grpc() && passage.failed);
        LocalityCounts counts = passage.counts;
        if (counts != null) {
            counts.finished(figures.nanos(), failed, passage.astray);
        } else if (failed) {
            worker.guards().loads().unserved(passage.cluster);
        }
    }

    /** Ends the span of a request. */
    static void trace(Worker worker, RequestSpan span, Request request, Passage passage, int status) {
        Tracer tracer = worker.tracer();
        if (tracer != null) {
            tracer.end(span, new RequestSpan.Ended(worker.shared().clock().millis(), worker.now(),
                    request.listener(), request.method(), request.scheme(), request.authority(), request.path(),
                    request.clientAddress(), request.http2(), status, passage.service, passage.reason,
                    passage.paths == null ? null : PathMatch.template(passage.paths)));
        }
    }

    /** Books a request whose head cannot be read or believed. */
    static void bookRefused(Worker worker, String listener, String client, Passage passage, int status) {
        worker.meters().request(new RequestLabels(listener, "", "", -1, passage.reason, status / 100), 0);
        LoopRing<AccessEntry> log = worker.log();
        if (log != null) {
            log.offer(entry(worker, listener, client, "", "", "", passage, new Figures(status, 0, 0, 0, false)));
        }
    }

    private static AccessEntry entry(Worker worker, String listener, String client, String method, String host,
            String path,
            Passage passage, Figures figures) {
        return new AccessEntry(worker.shared().clock().millis(), listener, client, method, host, path, figures.status(),
                figures.bytesIn(), figures.bytesOut(), TimeUnit.NANOSECONDS.toMicros(figures.nanos()), passage.service,
                worker.shared().settings().idc(), passage.targetIdc, passage.priority, passage.reason,
                passage.endpoint == null ? "" : passage.endpoint.address(), passage.attempts);
    }
}
