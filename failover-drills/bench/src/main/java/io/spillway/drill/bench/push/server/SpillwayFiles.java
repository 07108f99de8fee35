package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.spillway.drill.bench.push.Population;

/** The configuration of one {@code idc-control} and the documents that it starts with. */
final class SpillwayFiles {
    private SpillwayFiles() {}

    /** Writes all of them into a folder that is there; returns the configuration file. Ports: ADS, API, admin. */
    static Path write(Path folder, Population population, List<Integer> ports) {
        Path resources = folder.resolve("resources");
        Path config = folder.resolve("idc-control.yaml");
        try {
            Files.createDirectories(resources);
            Files.writeString(resources.resolve("all.yaml"), documents(population));
            Files.writeString(config, "idc: " + Population.IDC + "\nnode: control-1\nadmin: 127.0.0.1:" + ports.get(2)
                    + "\ndataDir: " + folder.resolve("data") + "\nads: 127.0.0.1:" + ports.get(0)
                    + "\napi: 127.0.0.1:" + ports.get(1) + "\nregistry: {kind: embedded}\nresources: " + resources
                    + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        return config;
    }

    private static String documents(Population population) {
        StringBuilder all = new StringBuilder();
        all.append(document("Idc", Population.IDC,
                "{control: [\"127.0.0.1:17001\"], gateways: [\"127.0.0.1:8001\"], capacity: 5000}"));
        all.append(document("Cluster", Population.CLUSTER, "{idc: " + Population.IDC + ", role: PRIMARY}"));
        for (int service = 0; service < population.services(); service++) {
            String name = population.service(service);
            all.append(document("Service", name, "{hosts: [" + name + ".example]}"));
            for (int endpoint = 0; endpoint < Population.ENDPOINTS; endpoint++) {
                all.append(workload(population, service, endpoint, 0));
            }
        }
        return all.toString();
    }

    /** Returns the document of an endpoint after so many changes. */
    static String workload(Population population, int service, int endpoint, int changes) {
        return document("WorkloadEntry", population.workload(service, endpoint),
                "{service: " + population.service(service) + ", group: " + Population.GROUP + ", cluster: "
                        + Population.CLUSTER + ", address: " + Population.ADDRESS + ", port: "
                        + population.port(changes) + ", weight: " + Population.WEIGHT + ", state: UP}");
    }

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: spillway.io/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + spec
                + "\n";
    }
}
