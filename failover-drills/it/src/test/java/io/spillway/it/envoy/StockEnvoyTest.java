package io.spillway.it.envoy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.PlainHttp.Answer;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
        Map<String, String> crossings = new TreeMap<>();
        crossings.put("idc-a", "127.0.0.1:" + Tool.freePort());
        crossings.put("idc-b", "127.0.0.1:" + Tool.freePort());
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (SampleService ordersA = SampleService.start("idc-a");
                SampleService ordersB = SampleService.start("idc-b");
                Idc a = Idc.start("idc-a", folder.resolve("a"), crossings, ordersA.port());
                Idc b = Idc.start("idc-b", folder.resolve("b"), crossings, ordersB.port());
                Component gatewayB = b.startGateway(b.ads(), "127.0.0.1:0", crossings.get("idc-b"));
                Component syncA = a.startSync(b);
                EnvoyProcess envoy = EnvoyProcess.start(folder.resolve("envoy"), apiType, Map.of("entrance", entrance),
                        a)) {
            gatewayB.awaitReady();
            syncA.awaitReady();
            awaitServedBy(envoy, entrance, "idc-a");
            awaitImport(a);
            assertAllServedBy(entrance, "idc-a");

            ordersA.die();
            assertAllServedBy(entrance, "idc-b");
            assertThat(ordersB.answered()).isGreaterThanOrEqualTo(REQUESTS);
            assertThat(get(entrance).header("x-seen-cluster")).as("the second gateway keeps it to itself").isEmpty();

            try (SampleService back = SampleService.startOn("idc-a", ordersA.port())) {
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
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
                Answer answer = get(entrance);
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(answer.header("x-served-idc")).isEqualTo(idc);
            });
        } catch (RuntimeException e) {
            throw new AssertionError("log of Envoy: " + envoy.log(), e);
        }
    }

    /** Waits until idc-a knows that idc-b has the service, and its data planes know it too. */
    private static void awaitImport(Idc a) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(PlainHttp.get(a.control().address("api"), "localhost",
                        "/v1/imports").body()).contains("orders").contains("127.0.0.1"));
    }
}
