package io.spillway.it.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Json;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A gateway serves users, and its control plane knows how much, until the gateway is gone. */
@Tag("real")
class GatewayLoadTest {

    @TempDir
    Path folder;

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    private static Json load(Idc idc) {
        return Json.parse(PlainHttp.get(idc.control().address("api"), "localhost", "/v1/load?service=orders").body());
    }

    private static double requests(Idc idc) {
        return load(idc).at("services").items().stream()
                .mapToDouble(service -> service.at("requestsPerSecond").decimal()).sum();
    }

    @Test
    void theControlPlaneKnowsWhatAGatewayDoes() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        String crossing = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc a = Idc.start("idc-a", folder.resolve("a"), Map.of("idc-a", crossing), orders.port());
                Component gateway = a.startGateway(a.ads(), entrance, crossing)) {
            gateway.awaitReady();
            soon().untilAsserted(() -> {
                assertThat(PlainHttp.get(entrance, Idc.HOST, "/").status()).isEqualTo(200);
                assertThat(requests(a)).isPositive();
            });
            Json service = load(a).at("services").items().getFirst();
            assertThat(service.at("nodes").number()).isEqualTo(1);
            assertThat(service.at("errorsPerSecond").decimal()).isZero();
            Json target = service.at("targets").items().getFirst();
            assertThat(target.at("idc").text()).isEqualTo("idc-a");
            Json place = target.at("localities").items().getFirst();
            assertThat(place.at("cluster").text()).isEqualTo("orders/default");
            assertThat(place.at("deployment").text()).isEqualTo("idc-a-primary");
            assertThat(place.at("priority").number()).isZero();
            soon().untilAsserted(() -> assertThat(requests(a)).as("nobody asks any more").isZero());
            assertThat(load(a).at("reporters").items()).as("it still reports").hasSize(1);
            gateway.kill();
            soon().untilAsserted(() -> assertThat(load(a).at("reporters").items()).isEmpty());
            assertThat(PlainHttp.get(a.control().address("admin"), "localhost", "/metrics").body())
                    .contains("spillway_control_load_reports_total ", "spillway_control_load_reporters 0.0",
                            "spillway_control_load_age_seconds ", "spillway_control_load_ignored_parts_total{");
        }
    }
}
