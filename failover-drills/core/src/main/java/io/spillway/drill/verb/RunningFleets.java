package io.spillway.drill.verb;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.Network;
import io.spillway.drill.fleet.Place;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Space;
import io.spillway.drill.fleet.Topology;
import org.jspecify.annotations.Nullable;

/** What a run folder says of the fleet in it, so that another process can join. */
final class RunningFleets {

    private static final String FILE = "fleet.properties";
    private static final String HUB = "hub";
    private static final String PLACE = "place.";

    private RunningFleets() {}

    static void write(FleetLayout layout) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("topology", layout.topology().name());
        properties.setProperty("base", Integer.toString(layout.ports().base()));
        properties.setProperty("registry", layout.registry().name());
        properties.setProperty("lines", layout.lines().stream().map(Line::name).collect(Collectors.joining(",")));
        Space hub = layout.network().hub();
        if (hub != null) {
            properties.setProperty(HUB, hub.text());
            layout.network().places().forEach(
                    each -> properties.setProperty(PLACE + each.number() + "." + each.name(), each.space().text()));
        }
        try (Writer out = Files.newBufferedWriter(layout.folder().resolve(FILE))) {
            properties.store(out, "The fleet of this folder.");
        }
    }

    /** Returns the layout of a fleet of that topology; throws when the folder has none. */
    static FleetLayout read(Topology topology, Path folder) throws IOException {
        Properties properties = load(folder);
        String running = properties.getProperty("topology", "");
        if (!topology.name().equals(running)) {
            throw new IOException("the fleet of " + folder + " is " + running + " (expected: " + topology.name() + ")");
        }
        return new FleetLayout(topology, new Ports(Integer.parseInt(properties.getProperty("base", ""))), folder,
                RegistryChoice.valueOf(properties.getProperty("registry", "")),
                Arrays.stream(properties.getProperty("lines", "").split(",", -1)).filter(line -> !line.isBlank())
                        .map(Line::valueOf).collect(Collectors.toSet()),
                network(properties));
    }

    /** Returns the namespace of the process that keeps a fleet, null when the fleet is on loopback. */
    static @Nullable Space hub(Path folder) throws IOException {
        return network(load(folder.toAbsolutePath())).hub();
    }

    private static Properties load(Path folder) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new IOException(folder + " has no fleet to join: " + e.getMessage(), e);
        }
    }

    private static Network network(Properties properties) {
        String hub = properties.getProperty(HUB);
        if (hub == null) {
            return Network.LOOPBACK;
        }
        List<Place> places = new ArrayList<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(PLACE)) {
                String[] name = key.substring(PLACE.length()).split("\\.", 2);
                places.add(new Place(name[1], Integer.parseInt(name[0]),
                        Space.parse(properties.getProperty(key, ""))));
            }
        }
        return new Network(Space.parse(hub), places);
    }
}
