package io.spillway.gateway.bench.verb;

import java.util.List;

import io.spillway.gateway.bench.peer.Door;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.verb.Scenario.Shape;
import io.spillway.gateway.bench.xds.BenchResources;

/** The cases of the gateway bench, in order. */
final class Scenarios {
    static final String HUNDRED = "/answer/100";
    static final String MEGABYTE = "/answer/1m";
    static final String KEEP_ALIVE = "http1-keepalive-100B";
    static final int IDLE = 10_000;

    private static final List<Scenario> ALL = List.of(
            of(KEEP_ALIVE, Door.HTTP1, HUNDRED, 0, 32, Shape.KEEP_ALIVE),
            new Scenario("http1-unix", Door.UNIX, BenchResources.UNIX_HOST, HUNDRED, 0, 32, Shape.KEEP_ALIVE),
            of("http1-10KB", Door.HTTP1, "/answer/10k", 0, 32, Shape.KEEP_ALIVE),
            of("http1-1MB", Door.HTTP1, MEGABYTE, 0, 8, Shape.KEEP_ALIVE),
            of("http1-post-1KB", Door.HTTP1, HUNDRED, 1024, 32, Shape.KEEP_ALIVE),
            of("http1-new-connection", Door.HTTP1, HUNDRED, 0, 32, Shape.NEW_CONNECTION),
            of("http1-tls", Door.TLS, HUNDRED, 0, 32, Shape.KEEP_ALIVE),
            of("http1-beside-handshakes", Door.TLS, HUNDRED, 0, 32, Shape.BESIDE_HANDSHAKES),
            of("h2c-32-streams", Door.H2C, HUNDRED, 0, 1, Shape.STREAMS),
            of("h2-tls-32-streams", Door.TLS, HUNDRED, 0, 1, Shape.STREAMS),
            new Scenario("grpc-unary", Door.H2C, BenchResources.GRPC_HOST, "/bench.Echo/Unary", 0, 1, Shape.GRPC),
            of("http1-1000-connections", Door.HTTP1, HUNDRED, 0, 1000, Shape.KEEP_ALIVE),
            of("http1-idle-10000", Door.HTTP1, HUNDRED, 0, IDLE, Shape.IDLE));

    private Scenarios() {}

    private static Scenario of(String name, Door door, String path, int bodyBytes, int connections, Shape shape) {
        return new Scenario(name, door, BenchResources.HOST, path, bodyBytes, connections, shape);
    }

    /** Returns the cases of these names in the order of the bench; all when there are none. */
    static List<Scenario> named(List<String> names) {
        for (String name : names) {
            if (ALL.stream().noneMatch(one -> one.name().equals(name))) {
                throw new BenchFailure("--cases: '" + name + "' is unknown (expected: some of "
                        + ALL.stream().map(Scenario::name).toList() + ")");
            }
        }
        return ALL.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
    }
}
