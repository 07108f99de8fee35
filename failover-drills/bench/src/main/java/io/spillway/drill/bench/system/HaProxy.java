package io.spillway.drill.bench.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.bench.net.Place;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Role;

/**
 * HAProxy with checks every second, observation of what requests bring, redispatch, and repetition of everything that it
 * can repeat. The configurations are the resources beside this class.
 */
public record HaProxy() implements Contestant {
    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public String missing() {
        return Processes.program("haproxy") == null
                ? "haproxy is not installed (looked in .tools/bin, on the PATH and in /usr/sbin): "
                        + "run tools/provision haproxy"
                : "";
    }

    @Override
    public List<ComponentPlan> plans(Surroundings surroundings) {
        Processes processes = new Processes(surroundings);
        Path entrance = processes.resource("haproxy-entrance.cfg");
        Path remote = processes.resource("haproxy-remote.cfg");
        return Stream.of(Place.GATEWAY_A, Place.GATEWAY_B1, Place.GATEWAY_B2)
                .map(place -> processes.at(place, Role.GATEWAY, place.word(),
                        List.of(String.valueOf(Processes.program("haproxy")), "-db", "-f",
                                (place == Place.GATEWAY_A ? entrance : remote).toString()),
                        URI.create("http://" + place.address() + ":9901/ready")))
                .toList();
    }
}
