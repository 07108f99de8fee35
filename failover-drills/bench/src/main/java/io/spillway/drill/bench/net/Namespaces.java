package io.spillway.drill.bench.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One network namespace for each {@link Place}, joined by veth pairs and a bridge that lives in a namespace of its own:
 * nothing is added to the machine's own network. Needs root. Used by one thread.
 */
public final class Namespaces implements AutoCloseable {
    private static final String PREFIX = "spillway-bench-";
    private static final String BRIDGE = "hub";

    private final String prefix;

    private Namespaces(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the namespaces that another process made and will remove. */
    public static Namespaces existing(String prefix) {
        return new Namespaces(prefix);
    }

    /**
     * Makes the namespaces, after those that a dead process left are gone.
     *
     * @throws NetworkException when the system refuses; nothing is left then
     */
    public static Namespaces create(long ownPid) throws InterruptedException {
        removeAbandoned();
        Namespaces made = new Namespaces(PREFIX + ownPid);
        try {
            made.build();
            return made;
        } catch (NetworkException | InterruptedException e) {
            made.close();
            throw e;
        }
    }

    /** Returns what the names of the namespaces begin with. */
    public String prefix() {
        return prefix;
    }

    private void build() throws InterruptedException {
        String hub = name(BRIDGE);
        ip("netns", "add", hub);
        ip("-n", hub, "link", "add", BRIDGE, "type", "bridge");
        ip("-n", hub, "link", "set", BRIDGE, "up");
        for (Place place : Place.values()) {
            String space = name(place.word());
            ip("netns", "add", space);
            ip("-n", hub, "link", "add", place.port(), "type", "veth", "peer", "name", "eth0", "netns", space);
            ip("-n", hub, "link", "set", place.port(), "master", BRIDGE, "up");
            ip("-n", space, "address", "add", place.address() + "/24", "dev", "eth0");
            ip("-n", space, "link", "set", "eth0", "up");
            ip("-n", space, "link", "set", "lo", "up");
        }
    }

    /** Returns a command that runs in the place; it becomes the program, so that the process id is the program's. */
    public List<String> at(Place place, List<String> command) {
        List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", name(place.word())));
        there.addAll(command);
        return there;
    }

    /** Makes every packet from and to the place vanish. */
    public void blackHole(Place place) throws InterruptedException {
        for (String chain : List.of("INPUT", "OUTPUT")) {
            Commands.run(at(place, List.of("iptables", "-w", "-A", chain, "-j", "DROP")));
        }
    }

    /** Lets packets of the place through again. */
    public void heal(Place place) throws InterruptedException {
        Commands.run(at(place, List.of("iptables", "-w", "-F")));
    }

    /** Removes the namespaces; processes in them are not ended by that. */
    @Override
    public void close() {
        for (String space : spaces()) {
            if (space.startsWith(prefix + "-")) {
                remove(space);
            }
        }
    }

    private static void removeAbandoned() {
        for (String space : spaces()) {
            String rest = space.startsWith(PREFIX) ? space.substring(PREFIX.length()) : "";
            int end = rest.indexOf('-');
            if (end > 0 && !Files.exists(Path.of("/proc", rest.substring(0, end)))) {
                remove(space);
            }
        }
    }

    private static List<String> spaces() {
        try {
            return Commands.run(List.of("ip", "netns", "list")).lines().map(line -> line.split(" ", 2)[0]).toList();
        } catch (NetworkException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static void remove(String space) {
        boolean interrupted = Thread.interrupted();
        try {
            ip("netns", "delete", space);
        } catch (NetworkException gone) {
            // another run has removed it
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String name(String part) {
        return prefix + "-" + part;
    }

    private static void ip(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Commands.run(command);
    }
}
