package io.spillway.it.envoy;

import java.nio.file.Path;
import java.util.Map;

import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A stock Envoy whose bootstrap asks for it reports its load by LRS, and its control plane counts it. */
@Tag("real")
class StockEnvoyLoadTest {

    @TempDir
    Path folder;

    @Test
    void whatUsersAskOfAStockEnvoyIsKnown() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc idc = Idc.start("idc-a", folder.resolve("idc"),
                        Map.of("idc-a", "127.0.0.1:" + Tool.freePort()), orders.port());
                EnvoyProcess envoy = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("entrance", entrance), idc)) {
            envoy.await(() -> {
                assertThat(PlainHttp.get(entrance, Idc.HOST, "/").status()).isEqualTo(200);
                assertThat(requests(idc)).isPositive();
            });
            assertThat(get(idc, "/v1/load").at("reporters").items()).singleElement().satisfies(reporter -> {
                assertThat(reporter.at("node").text()).isEqualTo("envoy-1");
                assertThat(reporter.at("role").text()).isEqualTo("envoy");
            });
            assertThat(get(idc, "/v1/status").at("loadSilent").at("dataPlanes").number()).isZero();
        }
    }

    private static double requests(Idc idc) {
        return get(idc, "/v1/load?service=orders").at("services").items().stream()
                .mapToDouble(service -> service.at("requestsPerSecond").decimal()).sum();
    }

    private static Json get(Idc idc, String path) {
        return Json.parse(PlainHttp.get(idc.control().address("api"), "localhost", path).body());
    }
}
