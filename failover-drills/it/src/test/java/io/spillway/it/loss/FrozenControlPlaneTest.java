package io.spillway.it.loss;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The control plane hangs: it neither answers nor closes a connection. The gateway notices by itself, says so, serves on
 * all the time, and is back when the control plane is.
 */
@Tag("real")
class FrozenControlPlaneTest {
    private static final String CONNECTED = "spillway_gateway_control_connected";
    private static final String AGE = "spillway_gateway_snapshot_age_seconds";

    @TempDir
    Path folder;

    @Test
    void isNoticedWithinTwentySecondsAndCostsNoRequest() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        String crossing = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc idc = Idc.start("idc-a", folder, Map.of("idc-a", crossing), orders.port());
                Component gateway = idc.startGateway(idc.ads(), entrance, crossing)) {
            gateway.awaitReady();
            await().atMost(Duration.ofSeconds(30)).until(() -> serves(entrance));
            String admin = gateway.address("admin");
            await().until(() -> metric(admin, CONNECTED) == 1);

            idc.control().freeze();
            await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(serves(entrance)).isTrue();
                return metric(admin, CONNECTED) == 0;
            });
            await().untilAsserted(() -> assertThat(metric(admin, AGE)).isGreaterThan(1));
            assertThat(serves(entrance)).isTrue();

            idc.control().thaw();
            await().atMost(Duration.ofSeconds(20)).until(() -> metric(admin, CONNECTED) == 1);
            assertThat(metric(admin, AGE)).isZero();
            assertThat(serves(entrance)).isTrue();
        }
    }

    private static boolean serves(String entrance) {
        return PlainHttp.get(entrance, Idc.HOST, "/").status() == 200;
    }

    private static double metric(String admin, String name) {
        return PlainHttp.get(admin, "localhost", "/metrics").body().lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst().orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
