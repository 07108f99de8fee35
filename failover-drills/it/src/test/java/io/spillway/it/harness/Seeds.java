package io.spillway.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resources that a test's control planes begin with. */
final class Seeds {

    private static final String CLUSTER = """
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: %1$s-primary}
            spec: {idc: %1$s, role: PRIMARY}
            ---
            """;

    private Seeds() {}

    /** Writes them into a folder below the given one and returns it. */
    static Path write(Path folder, FleetShape shape) throws IOException {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        boolean two = shape.gatewaysB() > 0;
        String clusters = CLUSTER.formatted("idc-a") + (two ? CLUSTER.formatted("idc-b") : "");
        Files.writeString(seeds.resolve("world.yaml"), clusters + """
                apiVersion: spillway.io/v1
                kind: DrGroup
                metadata: {name: core}
                spec: {idcs: [%s]}
                ---
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec:
                  hosts: [orders.example]
                  drGroup: core
                  policy: {timeout: 1s}
                """.formatted(two ? "idc-a, idc-b" : "idc-a"));
        return seeds;
    }
}
