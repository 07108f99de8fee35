package io.spillway.drill.bench.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.bench.net.Place;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Role;

/**
 * A proxy of others: one process for each gateway, by the resources {@code NAME-entrance.ENDING} and
 * {@code NAME-remote.ENDING} beside this class.
 *
 * @param name of its program, too
 * @param ending of its configuration files
 * @param options before the configuration file
 */
record Peer(String name, String ending, List<String> options) implements Contestant {
    /**
     * Envoy as an expert would tune it: priorities, active checks every second, outlier detection, retries that leave the
     * previous priority, a time-out for each try.
     */
    static final Peer ENVOY = new Peer("envoy", "yaml",
            List.of("--concurrency", "1", "--disable-hot-restart", "--log-level", "warning", "--config-path"));
    /**
     * HAProxy with checks every second, observation of what requests bring, redispatch, and repetition of everything that it
     * can repeat.
     */
    static final Peer HAPROXY = new Peer("haproxy", "cfg", List.of("-db", "-f"));

    @Override
    public String missing() {
        return Processes.program(name) == null
                ? name + " is not installed (looked in .tools/bin, on the PATH and in /usr/sbin): run tools/provision "
                        + name
                : "";
    }

    @Override
    public List<ComponentPlan> plans(Surroundings surroundings) {
        Processes processes = new Processes(surroundings);
        Path entrance = processes.resource(name + "-entrance." + ending);
        Path remote = processes.resource(name + "-remote." + ending);
        return Stream.of(Place.GATEWAY_A, Place.GATEWAY_B1, Place.GATEWAY_B2)
                .map(place -> processes.at(place, Role.GATEWAY, place.word(),
                        command(place == Place.GATEWAY_A ? entrance : remote),
                        URI.create("http://" + place.address() + ":9901/ready")))
                .toList();
    }

    private List<String> command(Path configuration) {
        List<String> command = new ArrayList<>(List.of(String.valueOf(Processes.program(name))));
        command.addAll(options);
        command.add(configuration.toString());
        return command;
    }
}
