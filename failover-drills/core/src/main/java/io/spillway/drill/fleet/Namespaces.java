package io.spillway.drill.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The network namespaces of a fleet, one for each place, joined by cables (veth pairs) to that of this process, which passes
 * on what goes from one to the other. This process is in a namespace of its own already, so the machine's network gets
 * nothing. Each namespace is held by a shell that ends when this process does. Needs root. Used by one thread.
 */
public final class Namespaces implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;
    private static final String THERE = "there";
    /** The kernel gives all of 127.0.0.0/8 to lo; the cables' addresses are of it, and lo keeps one. */
    private static final String LOOPBACK = """
            echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
            ip link set lo up
            ip -4 address flush dev lo
            ip address add 127.0.0.1/32 dev lo
            """;
    private static final String FORWARD = "echo 1 >/proc/sys/net/ipv4/ip_forward\n";
    private static final String HOLD = "trap '' INT TERM HUP QUIT\necho " + THERE
            + "\nwhile read -r line; do :; done\n";

    private final List<Process> holders = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    private Namespaces() {}

    /**
     * Makes the namespace that this process has just been started in ready to be the hub of others.
     *
     * @throws IOException
     *             when the system refuses
     */
    public static void openHub() throws IOException, InterruptedException {
        run("the namespace of the drill", LOOPBACK + FORWARD);
    }

    /**
     * Makes a namespace for each place and connects it.
     *
     * @throws IOException
     *             when the system refuses; nothing is left then
     */
    public static Namespaces create(List<String> names) throws IOException, InterruptedException {
        Namespaces made = new Namespaces();
        try {
            for (String name : names) {
                Place place = new Place(name, made.places.size() + 1, made.hold(name));
                made.places.add(place);
                run("the network of " + name, connect(place));
            }
            return made;
        } catch (IOException | InterruptedException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Returns what a shell in the hub does to connect a place. */
    static String connect(Place place) {
        return """
                ip link add served-%1$d type veth peer name served netns %2$d
                ip link add own-%1$d type veth peer name own netns %2$d
                ip address add 127.20.%1$d.1/24 dev served-%1$d scope global
                ip address add 127.21.%1$d.1/24 dev own-%1$d scope global
                ip link set served-%1$d up
                ip link set own-%1$d up
                nsenter --net=/proc/%2$d/ns/net -- sh -ec '
                  ip address add 127.20.%1$d.2/24 dev served scope global
                  ip address add 127.21.%1$d.2/24 dev own scope global
                  ip link set served up
                  ip link set own up
                  ip route add 127.20.0.0/16 via 127.20.%1$d.1
                  ip route add 127.21.0.0/16 via 127.21.%1$d.1'
                """.formatted(place.number(), place.space().pid());
    }

    /** Returns where everything is. */
    public Network network() {
        return new Network(Space.of(ProcessHandle.current().pid()), places);
    }

    /** Notes who holds the namespaces in a fleet's record: whoever ends what that fleet left ends them too. */
    public void recordIn(Path folder) throws IOException {
        for (Place place : places) {
            Files.writeString(folder.resolve("pids"), place.space().text() + " namespace/" + place.name() + "\n",
                    StandardOpenOption.APPEND);
        }
    }

    private Space hold(String name) throws IOException, InterruptedException {
        Process holder = new ProcessBuilder("unshare", "--net", "--", "sh", "-ec", LOOPBACK + HOLD)
                .redirectErrorStream(true).start();
        holders.add(holder);
        CompletableFuture<String> said = new CompletableFuture<>();
        var _ = Thread.startVirtualThread(() -> {
            try {
                said.complete(String.valueOf(holder.inputReader().readLine()));
            } catch (IOException e) {
                said.complete(e.toString());
            }
        });
        try {
            String first = said.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!first.equals(THERE)) {
                throw new IOException("the namespace of " + name + " cannot be made: " + first);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the namespace of " + name + " is not there after " + PATIENCE_SECONDS + " s", e);
        }
        return Space.of(holder.pid());
    }

    /** Removes the cables at once and lets the holders end; with them, and with the fleet's processes, the namespaces are gone. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (Place place : places) {
            try {
                Ran _ = Ran.of(List.of("sh", "-c",
                        "ip link delete served-" + place.number() + "; ip link delete own-" + place.number()));
            } catch (IOException e) {
                // They go with the namespace.
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Process holder : holders) {
            try {
                holder.getOutputStream().close();
                if (!holder.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    var _ = holder.destroyForcibly();
                }
            } catch (IOException e) {
                var _ = holder.destroyForcibly();
            } catch (InterruptedException e) {
                var _ = holder.destroyForcibly();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String what, String script) throws IOException, InterruptedException {
        Ran ran = Ran.of(List.of("sh", "-ec", script));
        if (!ran.good()) {
            throw new IOException(what + " cannot be made: " + ran.output());
        }
    }
}
