package io.spillway.drill.bench.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.bench.net.Place;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Role;

/**
 * Envoy as an expert would tune it: priorities, active checks every second, outlier detection, retries that leave the
 * previous priority, a time-out for each try. The configurations are the resources beside this class.
 */
public record Envoy() implements Contestant {
    @Override
    public String name() {
        return "envoy";
    }

    @Override
    public String missing() {
        return Processes.program("envoy") == null
                ? "envoy is not installed (looked in .tools/bin and on the PATH): run tools/provision envoy"
                : "";
    }

    @Override
    public List<ComponentPlan> plans(Surroundings surroundings) {
        Processes processes = new Processes(surroundings);
        Path entrance = processes.resource("envoy-entrance.yaml");
        Path remote = processes.resource("envoy-remote.yaml");
        return Stream.of(Place.GATEWAY_A, Place.GATEWAY_B1, Place.GATEWAY_B2)
                .map(place -> processes.at(place, Role.GATEWAY, place.word(),
                        List.of(String.valueOf(Processes.program("envoy")), "--concurrency", "1",
                                "--disable-hot-restart", "--log-level", "warning", "--config-path",
                                (place == Place.GATEWAY_A ? entrance : remote).toString()),
                        URI.create("http://" + place.address() + ":9901/ready")))
                .toList();
    }
}
