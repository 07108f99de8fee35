package io.spillway.it.fleet;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that {@code tools/provision} brings. */
public final class Tool {

    private static final int KILLED_WITHIN_SECONDS = 30;
    private static final int LAST_PORT = 32_000;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(28_000);

    private Tool() {}

    /** Returns the program of this name; a missing one fails the test and says how to get it. */
    public static Path find(String name) {
        List<Path> folders = new ArrayList<>();
        String configured = System.getenv("SPILLWAY_TOOLS_DIR");
        if (configured != null) {
            folders.add(Path.of(configured, "bin"));
        }
        folders.add(Path.of(System.getProperty("spillway.root", ".")).resolve(".tools/bin"));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        return folders.stream().map(folder -> folder.resolve(name)).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new AssertionError(
                        name + " is not installed (looked in " + folders + "): run tools/provision " + name));
    }

    /** Ends a process that a test has started, without a word to it, and waits until it is gone. */
    public static void kill(Process process) {
        process.destroyForcibly().onExit().orTimeout(KILLED_WITHIN_SECONDS, TimeUnit.SECONDS).join();
    }

    /**
     * Returns a port that nobody listens on now, each time another one. It is below those that the system gives to whoever
     * asks for any port, so that nobody gets it between now and its use.
     */
    public static int freePort() {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                if (port > LAST_PORT) {
                    throw new IllegalStateException("no free port up to " + LAST_PORT, taken);
                }
            }
        }
    }
}
