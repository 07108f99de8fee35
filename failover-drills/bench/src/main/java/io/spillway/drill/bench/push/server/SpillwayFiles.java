package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.bench.push.Population;

/** The configuration of one {@code idc-control}, the documents that fill its registry, and a registry that is full. */
final class SpillwayFiles {
    private static final String RESOURCES = "resources";
    private static final String DATA = "data";

    private SpillwayFiles() {}

    /** Writes the documents of a population into a folder. */
    static void writeDocuments(Path folder, Population population) {
        try {
            Files.writeString(Files.createDirectories(folder.resolve(RESOURCES)).resolve("all.yaml"),
                    documents(population));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** Copies the data of a node that has ended into the folder of one that has not begun. */
    static void copyData(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from.resolve(DATA))) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be copied to " + to, e);
        }
    }

    /**
     * Writes the configuration of a node into its folder; returns the file. Where there are documents, they fill a registry
     * that is empty. Ports: ADS, API, admin.
     *
     * @param registry what stands there of the registry, in YAML
     */
    static Path writeConfig(String idc, Path folder, List<Integer> ports, String registry) {
        Path resources = folder.resolve(RESOURCES);
        Path config = folder.resolve("idc-control.yaml");
        try {
            Files.writeString(config, "idc: " + idc + "\nnode: control-1\nadmin: 127.0.0.1:" + ports.get(2)
                    + "\ndataDir: " + folder.resolve(DATA) + "\nads: 127.0.0.1:" + ports.get(0)
                    + "\napi: 127.0.0.1:" + ports.get(1) + "\nregistry: " + registry + "\n"
                    + (Files.isDirectory(resources) ? "resources: " + resources + "\n" : ""));
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
            for (int endpoint = 0; endpoint < population.endpoints(service); endpoint++) {
                all.append(workload(population, service, endpoint, 0));
            }
        }
        return all.toString();
    }

    /** Returns the document of an endpoint after so many changes. */
    static String workload(Population population, int service, int endpoint, int changes) {
        return document("WorkloadEntry", population.workload(service, endpoint),
                "{service: " + population.service(service) + ", group: " + Population.GROUP + ", cluster: "
                        + Population.CLUSTER + ", address: " + population.address(endpoint) + ", port: "
                        + population.port(changes) + ", weight: " + Population.WEIGHT + ", state: UP}");
    }

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: spillway.io/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + spec
                + "\n";
    }
}
