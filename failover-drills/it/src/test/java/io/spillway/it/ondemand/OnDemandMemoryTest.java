package io.spillway.it.ondemand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a gateway of 10,000 services, 50 of which are used, needs when it holds them all and when it holds those that are
 * used. Prints the table of {@code gateway/docs/performance.md}.
 */
@Tag("full")
class OnDemandMemoryTest {

    private static final Logger LOG = LoggerFactory.getLogger(OnDemandMemoryTest.class);
    private static final int SERVICES = 10_000;
    private static final int USED = 50;
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private record Memory(long heapMiB, long residentMiB) {}

    private void writeWorld(Path resources, int port) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String idc : List.of("idc-a", "idc-b")) {
            all.append("""
                    apiVersion: spillway.io/v1
                    kind: Idc
                    metadata: {name: %1$s}
                    spec: {region: test, gateways: ["127.0.0.1:9"]}
                    ---
                    apiVersion: spillway.io/v1
                    kind: Cluster
                    metadata: {name: %1$s-primary}
                    spec: {idc: %1$s, role: PRIMARY}
                    ---
                    """.formatted(idc));
        }
        all.append("""
                apiVersion: spillway.io/v1
                kind: DrGroup
                metadata: {name: core}
                spec: {idcs: [idc-a, idc-b]}
                """);
        for (int i = 0; i < SERVICES; i++) {
            all.append("""
                    ---
                    apiVersion: spillway.io/v1
                    kind: Service
                    metadata: {name: s%1$d}
                    spec: {hosts: [s%1$d.example], drGroup: core}
                    ---
                    apiVersion: spillway.io/v1
                    kind: WorkloadEntry
                    metadata: {name: s%1$d-1}
                    spec: {service: s%1$d, group: default, cluster: idc-a-primary, address: 127.0.0.1, port: %2$d}
                    """.formatted(i, port));
        }
        Files.writeString(Files.createDirectories(resources).resolve("all.yaml"), all);
    }

    private Component control() throws IOException {
        return Component.start("idc-control", "io.spillway.control.Main", folder.resolve("control"), """
                idc: idc-a
                node: control-1
                admin: 127.0.0.1:0
                dataDir: @data
                ads: 127.0.0.1:0
                api: 127.0.0.1:0
                registry: {kind: embedded}
                resources: %s
                """.formatted(folder.resolve("resources")), List.of("-Xmx3g"));
    }

    private Component gateway(String control, String subscribe) throws IOException {
        return Component.start("gateway", "io.spillway.gateway.proxy.Main", folder.resolve(subscribe), """
                idc: idc-a
                node: gw-1
                admin: 127.0.0.1:0
                dataDir: @data
                control: ["%2$s"]
                listeners: {entrance: "127.0.0.1:0"}
                subscribe: %1$s
                loadReports: false
                """.formatted(subscribe, control), List.of("-Xmx2g"));
    }

    private Memory measured(String control, String subscribe) throws Exception {
        try (Component gateway = gateway(control, subscribe)) {
            String entrance = gateway.address("entrance");
            await().atMost(LONG)
                    .until(() -> PlainHttp.get(gateway.address("admin"), "localhost", "/readyz").status() == 200);
            for (int i = 0; i < USED; i++) {
                String host = "s" + i * (SERVICES / USED) + ".example";
                await().atMost(LONG).until(() -> PlainHttp.get(entrance, host, "/").status() == 200);
            }
            // The snapshot on disk, its proof and the rehearsal of a start are over by then.
            await().pollDelay(Duration.ofSeconds(15)).atMost(LONG).until(() -> collected(gateway));
            return new Memory(heapMiB(gateway), residentMiB(gateway));
        }
    }

    private static boolean collected(Component gateway) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 2; i++) {
            Process collecting = new ProcessBuilder(jcmd, Long.toString(gateway.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!collecting.waitFor(30, TimeUnit.SECONDS)) {
                collecting.destroyForcibly();
                throw new AssertionError("jcmd " + gateway.pid() + " GC.run: no answer within 30 s");
            }
            assertThat(collecting.exitValue()).isZero();
        }
        return true;
    }

    private static long heapMiB(Component gateway) {
        double sum = PlainHttp.get(gateway.address("admin"), "localhost", "/metrics").body().lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        return Math.round(sum / (1 << 20));
    }

    private static long residentMiB(Component gateway) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + gateway.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10).findFirst().orElseThrow();
    }

    @Test
    void holdingWhatIsUsedCostsAFractionOfHoldingAll() throws Exception {
        try (SampleService service = SampleService.start("idc-a")) {
            writeWorld(folder.resolve("resources"), service.port());
            try (Component control = control()) {
                Path addresses = folder.resolve("control/data/addresses.json");
                await().atMost(LONG).until(() -> Files.exists(addresses));
                await().atMost(LONG)
                        .until(() -> PlainHttp.get(control.address("admin"), "localhost", "/readyz").status() == 200);
                String ads = control.address("ads");
                Memory onDemand = measured(ads, "onDemand");
                Memory all = measured(ads, "all");
                LOG.info(
                        "{} services, {} used: all: heap {} MiB, resident {} MiB; on demand: heap {} MiB, resident {} MiB",
                        SERVICES, USED, all.heapMiB, all.residentMiB, onDemand.heapMiB, onDemand.residentMiB);
                assertThat(onDemand.heapMiB).isLessThan(all.heapMiB / 2);
                assertThat(onDemand.residentMiB).isLessThan(all.residentMiB);
            }
        }
    }
}
