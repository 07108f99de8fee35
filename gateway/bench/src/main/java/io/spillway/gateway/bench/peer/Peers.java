package io.spillway.gateway.bench.peer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;

/** Starts the proxies that the gateway is compared with: one worker each, configured by the files beside this class. */
public final class Peers {
    public static final String HAPROXY = "haproxy";
    public static final String NGINX = "nginx";
    public static final String ENVOY = "envoy";
    public static final String SPRING = "spring-cloud-gateway";
    /** System property: the class path of the Spring Cloud Gateway application. */
    public static final String SPRING_CLASSPATH = "spillway.bench.spring";

    private static final int START_SECONDS = 60;

    private Peers() {}

    /** Returns all names, the native ones first. */
    public static List<String> names() {
        return List.of(HAPROXY, NGINX, ENVOY, SPRING);
    }

    /** Fails when a peer is not installed and says how to install it. */
    public static void require(String name) {
        if (name.equals(SPRING)) {
            springClassPath();
        } else {
            Programs.required(name);
        }
    }

    /** Starts a peer and waits until it listens. */
    public static Contender start(String name, Stage stage) {
        List<Integer> free = Ports.free(3);
        Path unix = stage.folder().resolve(name + ".sock");
        Map<String, String> values = new HashMap<>(stage.values());
        values.put("http1", free.get(0).toString());
        values.put("tls", free.get(1).toString());
        values.put("h2c", free.get(2).toString());
        values.put("unix", unix.toString());
        Contender started = switch (name) {
            case HAPROXY -> {
                Path file = Template.write("haproxy.cfg", stage.folder(), values);
                yield new Contender(name, spawn(name, stage, List.of("-f", file.toString(), "-db")),
                        Map.of(Door.HTTP1, free.get(0), Door.TLS, free.get(1), Door.H2C, free.get(0)), unix);
            }
            case NGINX -> {
                Path file = Template.write("nginx.conf", stage.folder(), values);
                yield new Contender(name,
                        spawn(name, stage, List.of("-p", stage.folder().toString(), "-c", file.toString())),
                        Map.of(Door.HTTP1, free.get(0), Door.TLS, free.get(1), Door.H2C, free.get(2)), unix);
            }
            case ENVOY -> {
                Path file = Template.write("envoy.yaml", stage.folder(), values);
                yield new Contender(name,
                        spawn(name, stage,
                                List.of("-c", file.toString(), "--concurrency", "1", "--log-level", "warn",
                                        "--disable-hot-restart")),
                        Map.of(Door.HTTP1, free.get(0), Door.TLS, free.get(1), Door.H2C, free.get(0)), unix);
            }
            case SPRING -> new Contender(name, spring(stage, free.get(0)), Map.of(Door.HTTP1, free.get(0)), null);
            default -> throw new BenchFailure("system '" + name + "' is unknown (expected: one of " + names() + ")");
        };
        Ports.awaitOpen(free.get(0), started.process(), stage.ticker(), START_SECONDS);
        return started;
    }

    private static Spawned spawn(String name, Stage stage, List<String> arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(Programs.required(name)));
        command.addAll(arguments);
        return Spawned.start(name, stage.folder(), Map.of(), command);
    }

    private static Spawned spring(Stage stage, int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Spawned.start(SPRING, stage.folder(), Map.of(),
                List.of(java, "-Xms256m", "-Xmx512m", "-Dreactor.netty.ioWorkerCount=1",
                        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                        "-Dreactor.netty.http.server.accessLogEnabled=true", "-cp", springClassPath(),
                        "io.spillway.gateway.bench.spring.Main", Integer.toString(port),
                        stage.backendPorts().getFirst().toString(),
                        stage.folder().resolve("spring.access.log").toString()));
    }

    private static String springClassPath() {
        String path = System.getProperty(SPRING_CLASSPATH, "");
        if (path.isEmpty()) {
            throw new BenchFailure(SPRING + " is not installed: the distribution does not hold it; run ./spillway bench"
                    + " from the source tree, which builds gateway/bench-spring");
        }
        return path;
    }
}
