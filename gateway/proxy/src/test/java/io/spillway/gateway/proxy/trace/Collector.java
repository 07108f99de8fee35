package io.spillway.gateway.proxy.trace;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A collector that takes OTLP by HTTP. Reads the protobuf by the numbers of the fields in
 * opentelemetry/proto/trace/v1/trace.proto, which are stable.
 */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /** A span as it came. */
    record Span(String trace, String id, String parent, String name, long kind, long began, long ended, long status,
            Map<String, String> attributes, Map<String, String> resource) {
        String attribute(String key) {
            return attributes.getOrDefault(key, "");
        }
    }

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    List<Span> spans() {
        return spans;
    }

    void answer(int code) {
        status = code;
    }

    private void take(HttpExchange exchange) throws IOException {
        InputStream body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody();
        UnknownFieldSet request = UnknownFieldSet.parseFrom(body);
        if (status == 200) {
            for (UnknownFieldSet ofResource : children(request, 1)) {
                Map<String, String> resource = attributes(children(ofResource, 1).getFirst(), 1);
                for (UnknownFieldSet ofScope : children(ofResource, 2)) {
                    for (UnknownFieldSet span : children(ofScope, 2)) {
                        spans.add(span(span, resource));
                    }
                }
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static Span span(UnknownFieldSet span, Map<String, String> resource) throws IOException {
        List<UnknownFieldSet> state = children(span, 15);
        return new Span(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), number(span, 6),
                span.getField(7).getFixed64List().getFirst(), span.getField(8).getFixed64List().getFirst(),
                state.isEmpty() ? 0 : number(state.getFirst(), 3), attributes(span, 9), resource);
    }

    private static Map<String, String> attributes(UnknownFieldSet of, int field) throws IOException {
        Map<String, String> all = new HashMap<>();
        for (UnknownFieldSet pair : children(of, field)) {
            UnknownFieldSet value = children(pair, 2).getFirst();
            all.put(text(pair, 1), value.hasField(1) ? text(value, 1) : Long.toString(number(value, 3)));
        }
        return all;
    }

    private static List<UnknownFieldSet> children(UnknownFieldSet of, int field) throws InvalidProtocolBufferException {
        List<UnknownFieldSet> all = new java.util.ArrayList<>();
        for (ByteString octets : of.getField(field).getLengthDelimitedList()) {
            all.add(UnknownFieldSet.parseFrom(octets));
        }
        return all;
    }

    private static String text(UnknownFieldSet of, int field) {
        List<ByteString> all = of.getField(field).getLengthDelimitedList();
        return all.isEmpty() ? "" : all.getFirst().toStringUtf8();
    }

    private static String hex(UnknownFieldSet of, int field) {
        List<ByteString> all = of.getField(field).getLengthDelimitedList();
        return all.isEmpty() ? "" : HexFormat.of().formatHex(all.getFirst().toByteArray());
    }

    private static long number(UnknownFieldSet of, int field) {
        List<Long> all = of.getField(field).getVarintList();
        return all.isEmpty() ? 0 : all.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
