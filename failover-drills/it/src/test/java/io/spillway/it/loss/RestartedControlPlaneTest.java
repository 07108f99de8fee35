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
 * The control plane dies and comes back under another certificate. The gateway, which speaks to it by mutual TLS, is back
 * too.
 */
@Tag("real")
class RestartedControlPlaneTest {
    private static final String CONNECTED = "spillway_gateway_control_connected";

    @TempDir
    Path folder;

    @Test
    void isFoundAgainByItsNameAlthoughTheCertificateIsAnother() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        String crossing = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc idc = Idc.start("idc-a", folder, Map.of("idc-a", crossing), orders.port());
                Component gateway = idc.startGateway(idc.ads(), entrance, crossing)) {
            gateway.awaitReady();
            String admin = gateway.address("admin");
            await().atMost(Duration.ofSeconds(30)).until(() -> metric(admin) == 1);
            String ads = idc.ads();
            idc.control().kill();
            await().atMost(Duration.ofSeconds(10)).until(() -> metric(admin) == 0);
            assertThat(PlainHttp.get(entrance, Idc.HOST, "/").status()).isEqualTo(200);

            idc.renewControl();
            try (Component again = idc.startControlAgain(ads)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> metric(admin) == 1);
                assertThat(again.log()).contains("ads=" + ads).doesNotContain("refused");
                assertThat(PlainHttp.get(again.address("admin"), "localhost", "/metrics").body())
                        .contains("spillway_control_certificate_expiry_seconds{certificate=\"identity\"");
            }
        }
    }

    private static double metric(String admin) {
        return PlainHttp.get(admin, "localhost", "/metrics").body().lines()
                .filter(line -> line.startsWith(CONNECTED))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst().orElseThrow(() -> new AssertionError("no metric " + CONNECTED));
    }
}
