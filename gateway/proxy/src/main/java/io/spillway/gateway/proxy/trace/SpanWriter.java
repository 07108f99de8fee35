package io.spillway.gateway.proxy.trace;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Says what is known of a request in OpenTelemetry's words (semantic conventions for HTTP spans, 1.23 and later, stable);
 * what only Spillway knows is under {@code spillway.}. Used by the exporter's thread.
 */
final class SpanWriter {
    private final Resource resource;
    private final String idc;

    SpanWriter(String service, String node, String idc) {
        this.idc = idc;
        this.resource = Resource.create(Attributes.builder().put("service.name", service)
                .put("service.instance.id", node).put("spillway.idc", idc).build());
    }

    /** Adds the span of a request and those of its attempts. */
    void write(RequestSpan span, List<SpanData> to) {
        RequestSpan.Ended end = span.ended();
        String trace = span.self().traceId();
        SpanContext self = context(trace, span.self().span());
        SpanContext parent = span.parent() == 0
                ? SpanContext.getInvalid()
                : SpanContext.createFromRemoteParent(trace, TraceParent.spanId(span.parent()), TraceFlags.getSampled(),
                        TraceState.getDefault());
        String name = end.route() == null ? end.method() : end.method() + " " + end.route();
        to.add(new ExportedSpan(name, SpanKind.SERVER, self, parent, end.status() >= 500 || end.status() == 0,
                span.epochNanos(span.beganNanos()), span.epochNanos(end.nanos()), server(end), resource));
        for (int i = 0; i < span.attempts().size(); i++) {
            AttemptSpan attempt = span.attempts().get(i);
            to.add(new ExportedSpan(end.method(), SpanKind.CLIENT, context(trace, attempt.id()), self,
                    attempt.status() == 0 || attempt.status() >= 400, span.epochNanos(attempt.beganNanos()),
                    span.epochNanos(attempt.endedNanos()), client(end, attempt, i), resource));
        }
    }

    private static SpanContext context(String trace, long id) {
        return SpanContext.create(trace, TraceParent.spanId(id), TraceFlags.getSampled(), TraceState.getDefault());
    }

    private Attributes server(RequestSpan.Ended end) {
        AttributesBuilder attributes = Attributes.builder().put("http.request.method", end.method())
                .put("url.scheme", end.scheme()).put("url.path", before(end.path(), '?'))
                .put("server.address", before(end.authority(), ':')).put("client.address", before(end.client(), ':'))
                .put("network.protocol.name", "http").put("network.protocol.version", end.http2() ? "2" : "1.1")
                .put("spillway.idc", idc).put("spillway.listener", end.listener())
                .put("spillway.service", end.service()).put("spillway.reason", end.reason());
        int query = end.path().indexOf('?');
        if (query >= 0) {
            attributes.put("url.query", end.path().substring(query + 1));
        }
        if (end.route() != null) {
            attributes.put("http.route", end.route());
        }
        if (end.status() > 0) {
            attributes.put("http.response.status_code", (long) end.status());
        }
        if (end.status() >= 500 || end.status() == 0) {
            attributes.put("error.type", end.status() == 0 ? end.reason() : Integer.toString(end.status()));
        }
        return attributes.build();
    }

    private static Attributes client(RequestSpan.Ended end, AttemptSpan attempt, int resent) {
        AttributesBuilder attributes = Attributes.builder().put("http.request.method", end.method())
                .put("url.full", end.scheme() + "://" + end.authority() + end.path())
                .put("server.address", attempt.endpoint().host())
                .put("spillway.service", end.service()).put("spillway.target_idc", attempt.endpoint().idc())
                .put("spillway.priority", (long) attempt.priority()).put("spillway.outcome", attempt.outcome());
        if (attempt.endpoint().port() > 0) {
            attributes.put("server.port", (long) attempt.endpoint().port());
        }
        if (resent > 0) {
            attributes.put("http.request.resend_count", (long) resent);
        }
        if (attempt.status() > 0) {
            attributes.put("http.response.status_code", (long) attempt.status());
        }
        if (attempt.status() == 0 || attempt.status() >= 400) {
            attributes.put("error.type",
                    attempt.status() == 0 ? attempt.outcome() : Integer.toString(attempt.status()));
        }
        return attributes.build();
    }

    /** Returns a host without its port, or a path without its query; an address of IPv6 stays whole. */
    private static String before(String text, char end) {
        int at = end == ':' && text.indexOf(':') != text.lastIndexOf(':') ? -1 : text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
