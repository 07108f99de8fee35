package io.spillway.it.ondemand;

import java.nio.file.Path;
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

/** A gateway on demand beside a real control plane: the first request fetches its service, and a restart has it on disk. */
@Tag("real")
class OnDemandGatewayTest {

    private static final String ON_DEMAND = "subscribe: onDemand";
    private static final String SUBSCRIBED = "spillway_gateway_services_subscribed ";

    @TempDir
    Path folder;

    private static String metric(Component gateway, String name) {
        return PlainHttp.get(gateway.address("admin"), "localhost", "/metrics").body().lines()
                .filter(line -> line.startsWith(name)).findFirst().orElse("no " + name);
    }

    @Test
    void theFirstRequestWaitsForItsServiceWhichIsThereAfterARestartWithoutAControlPlane() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        String crossing = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc a = Idc.start("idc-a", folder.resolve("a"), Map.of("idc-a", crossing), orders.port())) {
            String ads = a.ads();
            try (Component gateway = a.startGateway(ads, entrance, crossing, ON_DEMAND)) {
                gateway.awaitReady();
                assertThat(metric(gateway, SUBSCRIBED)).isEqualTo(SUBSCRIBED + "0.0");
                assertThat(PlainHttp.get(entrance, Idc.HOST, "/").status()).isEqualTo(200);
                assertThat(PlainHttp.get(entrance, "ghost.example", "/").status()).isEqualTo(404);
                assertThat(metric(gateway, SUBSCRIBED)).isEqualTo(SUBSCRIBED + "1.0");
                await().untilAsserted(() -> assertThat(a.gatewayFolder().resolve("data/xds")).isNotEmptyDirectory());
                a.control().kill();
                assertThat(PlainHttp.get(entrance, Idc.HOST, "/").status()).isEqualTo(200);
                gateway.kill();
            }
            try (Component again = a.startGateway(ads, entrance, crossing, ON_DEMAND)) {
                again.awaitReady();
                assertThat(PlainHttp.get(entrance, Idc.HOST, "/").status()).isEqualTo(200);
            }
        }
    }
}
