package io.spillway.it.envoy;

import java.nio.file.Path;
import java.util.Map;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.PlainHttp.Answer;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import io.spillway.it.fleet.TwoIdcs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stock Envoy stands in idc-a as its only gateway. It knows its name, its port and its control plane; what it serves,
 * how it fails over to the gateway of idc-b and how that gateway knows what is asked comes by xDS alone.
 */
@Tag("real")
class StockEnvoyTest {

    private static final int REQUESTS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"DELTA_GRPC", "GRPC"})
    void servesOrdersAndFailsOverToTheOtherIdcsGateway(String apiType) throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (TwoIdcs idcs = TwoIdcs.start(folder, "", "");
                Component gatewayB = idcs.b().startGateway(idcs.b().ads(), "127.0.0.1:0", idcs.crossing("idc-b"));
                EnvoyProcess envoy = EnvoyProcess.start(folder.resolve("envoy"), apiType, Map.of("entrance", entrance),
                        idcs.a())) {
            gatewayB.awaitReady();
            awaitServedBy(envoy, entrance, "idc-a");
            idcs.awaitImported("orders");
            assertAllServedBy(entrance, "idc-a");

            idcs.ordersA().die();
            assertAllServedBy(entrance, "idc-b");
            assertThat(idcs.ordersB().answered()).isGreaterThanOrEqualTo(REQUESTS);
            assertThat(get(entrance).header("x-seen-cluster")).as("the second gateway keeps it to itself").isEmpty();

            try (SampleService back = SampleService.startOn("idc-a", idcs.ordersA().port())) {
                awaitServedBy(envoy, entrance, "idc-a");
                assertThat(back.answered()).isPositive();
            }
        }
    }

    private static Answer get(String entrance) {
        return PlainHttp.get(entrance, Idc.HOST, "/");
    }

    private static void assertAllServedBy(String entrance, String idc) {
        for (int i = 0; i < REQUESTS; i++) {
            Answer answer = get(entrance);
            assertThat(answer.status()).as("request %d: %s", i, answer).isEqualTo(200);
            assertThat(answer.header("x-served-idc")).as("request %d", i).isEqualTo(idc);
        }
    }

    private static void awaitServedBy(EnvoyProcess envoy, String entrance, String idc) throws Exception {
        envoy.await(() -> {
            Answer answer = get(entrance);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.header("x-served-idc")).isEqualTo(idc);
        });
    }
}
