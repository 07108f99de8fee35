package io.spillway.it.loss;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Api;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A fault is in force when the control plane dies: nobody is there to take it back, and it ends all the same. */
@Tag("real")
class FaultWithoutControlPlaneTest {

    @TempDir
    Path folder;

    @Test
    void aFaultEndsWhenItWasToEndAndNothingElseDoes() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        String crossing = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc idc = Idc.start("idc-a", folder, Map.of("idc-a", crossing), orders.port());
                Component gateway = idc.startGateway(idc.ads(), entrance, crossing)) {
            gateway.awaitReady();
            await().atMost(Duration.ofSeconds(30)).until(() -> status(entrance) == 200);

            new Api(idc.control().address("api")).write("routes/faulty", """
                    {"apiVersion": "spillway.io/v1", "kind": "Route", "metadata": {"name": "faulty"},
                     "spec": {"hosts": ["%s"], "groups": [{"service": "orders"}],
                              "fault": {"abort": {"status": 418}, "ttl": "2s"}}}""".formatted(Idc.HOST));
            await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(10))
                    .until(() -> status(entrance) == 418);
            idc.control().kill();

            await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(20))
                    .until(() -> status(entrance) != 418);
            assertThat(status(entrance)).as("its routes stay: only the fault ended").isEqualTo(200);
        }
    }

    private static int status(String entrance) {
        return PlainHttp.get(entrance, Idc.HOST, "/").status();
    }
}
