package io.spillway.gateway.bench.peer;

import java.nio.file.Path;
import java.util.Map;

import io.spillway.gateway.bench.load.Ask;
import io.spillway.gateway.bench.process.Spawned;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that runs.
 *
 * @param name {@code spillway} or the peer's name
 * @param process the process
 * @param ports its doors over TCP; a door that is not there cannot be used
 * @param unix its Unix domain socket, or null
 */
public record Contender(String name, Spawned process, Map<Door, Integer> ports,
        @Nullable Path unix) implements AutoCloseable {

    public Contender {
        ports = Map.copyOf(ports);
    }

    /** Tells whether there is such a door. */
    public boolean has(Door door) {
        return door == Door.UNIX ? unix != null : ports.containsKey(door);
    }

    /** Returns a question through a door; the door must be there. */
    public Ask ask(Door door, String host, String path, int bodyBytes) {
        Integer port = ports.get(door);
        String scheme = door == Door.TLS ? "https" : "http";
        if (door == Door.UNIX && unix != null) {
            return new Ask(scheme, 80, unix.toString(), host, path, bodyBytes);
        }
        if (port == null) {
            throw new IllegalArgumentException(name + " has no door " + door);
        }
        return new Ask(scheme, port, null, host, path, bodyBytes);
    }

    @Override
    public void close() {
        process.close();
    }
}
