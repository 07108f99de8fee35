package io.spillway.gateway.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;

/** Starts the gateway as users do: by the launcher, with its flags, fed by a control plane. */
public final class SpillwayGateway {
    public static final String NAME = "spillway";
    /** The same on the other transport; only where it is asked for. */
    public static final String IO_URING = "spillway-io_uring";

    private static final int START_SECONDS = 60;

    private SpillwayGateway() {}

    /** Starts it and waits until it listens; {@code controlPort} is where xDS is served. */
    public static Contender start(Stage stage, int controlPort) {
        return start(NAME, stage, controlPort, "");
    }

    /** Returns the transport that a system is to run on: io_uring for {@link #IO_URING}. */
    private static String transport(String name) {
        return name.equals(IO_URING) ? "io_uring" : "epoll";
    }

    /** Starts one of that name, which also names its files, with further flags for the Java machine. */
    public static Contender start(String name, Stage stage, int controlPort, String flags) {
        List<Integer> free = Ports.free(3);
        Map<String, String> values = new HashMap<>(stage.values());
        values.put("name", name);
        values.put("transport", transport(name));
        values.put("http1", free.get(0).toString());
        values.put("admin", free.get(1).toString());
        values.put("tls", free.get(2).toString());
        values.put("control", Integer.toString(controlPort));
        Path file = Template.write("gateway.yaml", stage.folder().resolve(name), values);
        Spawned process = spawn(name, stage, flags, file);
        Ports.awaitOpen(free.get(0), process, stage.ticker(), START_SECONDS);
        return new Contender(name, process,
                Map.of(Door.HTTP1, free.get(0), Door.H2C, free.get(0), Door.TLS, free.get(2)), null);
    }

    /**
     * Starts it as a sidecar, whose entrance is a Unix domain socket: a role has one address, therefore a process of its own.
     */
    public static Contender sidecar(Stage stage, int controlPort) {
        String name = NAME + "-sidecar";
        Path unix = stage.folder().resolve("gateway.sock");
        Map<String, String> values = new HashMap<>(stage.values());
        values.put("name", name);
        values.put("transport", transport(NAME));
        values.put("admin", Ports.free(1).getFirst().toString());
        values.put("control", Integer.toString(controlPort));
        values.put("unix", unix.toString());
        Path file = Template.write("sidecar.yaml", stage.folder().resolve(name), values);
        Spawned process = spawn(name, stage, "", file);
        if (!Ports.await(() -> Files.exists(unix) || !process.alive(), stage.ticker(), START_SECONDS)
                || !process.alive()) {
            throw process.failure("does not listen on " + unix + " after " + START_SECONDS + " s");
        }
        return new Contender(NAME, process, Map.of(), unix);
    }

    private static Spawned spawn(String name, Stage stage, String flags, Path file) {
        Path launcher = Programs.home().resolve("bin/spillway");
        if (!Files.isExecutable(launcher)) {
            throw new BenchFailure(launcher + " is missing: run the bench by ./spillway bench");
        }
        return Spawned.start(name, stage.folder(), Map.of("SPILLWAY_BUILD", "never", "SPILLWAY_JAVA_OPTS", flags),
                List.of(launcher.toString(), "gateway", "--config", file.toString()));
    }
}
