package io.spillway.it.envoy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Api;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A stock Envoy asks for clusters, listeners and runtime on a stream each: it serves, and learns what changes. */
@Tag("real")
class StockEnvoySeparateStreamsTest {

    private static final int FAULTY = 418;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"DELTA_GRPC", "GRPC"})
    void servesAndLearnsWhatChanges(String apiType) throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc idc = Idc.start("idc-a", folder.resolve("idc"),
                        Map.of("idc-a", "127.0.0.1:" + Tool.freePort()), orders.port());
                EnvoyProcess envoy = EnvoyProcess.startSeparate(folder.resolve("envoy"), apiType,
                        Map.of("entrance", entrance), idc)) {
            envoy.await(() -> assertThat(status(entrance, Idc.HOST)).isEqualTo(200));
            Api api = new Api(idc.control().address("api"));
            api.write("services/late", """
                    {"apiVersion": "spillway.io/v1", "kind": "Service", "metadata": {"name": "late"},
                     "spec": {"hosts": ["late.example"]}}""");
            api.write("workloads/late-1", """
                    {"apiVersion": "spillway.io/v1", "kind": "WorkloadEntry", "metadata": {"name": "late-1"},
                     "spec": {"service": "late", "group": "default", "cluster": "idc-a-primary",
                              "address": "127.0.0.1", "port": %d}}""".formatted(orders.port()));
            await("a cluster that came later").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20))
                    .until(() -> status(entrance, "late.example") == 200);
            api.write("routes/faulty", """
                    {"apiVersion": "spillway.io/v1", "kind": "Route", "metadata": {"name": "faulty"},
                     "spec": {"hosts": ["late.example"], "groups": [{"service": "late"}],
                              "fault": {"abort": {"status": %d}, "ttl": "10m"}}}""".formatted(FAULTY));
            await("runtime that came later").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20))
                    .until(() -> status(entrance, "late.example") == FAULTY);
            assertThat(status(entrance, Idc.HOST)).isEqualTo(200);
        }
    }

    private static int status(String entrance, String host) {
        return PlainHttp.get(entrance, host, "/").status();
    }
}
