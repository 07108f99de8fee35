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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A fault is in force at a stock Envoy, which knows no end of faults, when the control plane dies: the resource that keeps it
 * up is not renewed any more, and it ends. What is routed where stays.
 */
@Tag("real")
class StockEnvoyFaultTest {

    private static final int FAULTY = 418;

    @TempDir
    Path folder;

    @Test
    void aFaultLivesByHeartbeatsAndEndsWithoutAControlPlane() throws Exception {
        livesByHeartbeats("DELTA_GRPC");
    }

    @Test
    @Tag("full")
    void aFaultLivesByHeartbeatsAndEndsWithoutAControlPlaneWhereTheWorldIsSent() throws Exception {
        livesByHeartbeats("GRPC");
    }

    private void livesByHeartbeats(String apiType) throws Exception {
        play(apiType, (entrance, idc, envoy) -> {
            fault(idc, "10m");
            envoy.await(() -> assertThat(status(entrance)).isEqualTo(FAULTY));

            assertStays(entrance, Duration.ofSeconds(18), "heartbeats keep it up longer than its TTL");

            idc.control().kill();
            assertStays(entrance, Duration.ofSeconds(5), "it does not end at once");
            await("its TTL is over").atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20))
                    .until(() -> status(entrance) != FAULTY);
            assertThat(status(entrance)).as("its routes stay: only the fault ended").isEqualTo(200);

            idc.restartControl();
            envoy.await(() -> assertThat(status(entrance)).as("it was not taken back and is on again")
                    .isEqualTo(FAULTY));
        });
    }

    @Test
    void aFaultEndsWhenItWasToEndWhereTheWorldIsSent() throws Exception {
        endsWhenItWasToEnd("GRPC");
    }

    @Test
    @Tag("full")
    void aFaultEndsWhenItWasToEnd() throws Exception {
        endsWhenItWasToEnd("DELTA_GRPC");
    }

    private void endsWhenItWasToEnd(String apiType) throws Exception {
        play(apiType, (entrance, idc, _) -> {
            fault(idc, "4s");
            await().atMost(Duration.ofSeconds(4)).pollInterval(Duration.ofMillis(10))
                    .until(() -> status(entrance) == FAULTY);
            await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
                    .until(() -> status(entrance) == 200);

            fault(idc, "4s");
            await().atMost(Duration.ofSeconds(4)).pollInterval(Duration.ofMillis(10))
                    .until(() -> status(entrance) == FAULTY);
            idc.control().kill();
            await("also when nobody is there to end it").atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20)).until(() -> status(entrance) == 200);
        });
    }

    /** What happens at a stock Envoy that serves. */
    private interface Act {
        void play(String entrance, Idc idc, EnvoyProcess envoy) throws Exception;
    }

    private void play(String apiType, Act act) throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-a");
                Idc idc = Idc.start("idc-a", folder.resolve("idc"),
                        Map.of("idc-a", "127.0.0.1:" + Tool.freePort()), orders.port());
                EnvoyProcess envoy = EnvoyProcess.start(folder.resolve("envoy"), apiType,
                        Map.of("entrance", entrance), idc)) {
            envoy.await(() -> assertThat(status(entrance)).isEqualTo(200));
            act.play(entrance, idc, envoy);
        }
    }

    private static void fault(Idc idc, String ttl) throws Exception {
        new Api(idc.control().address("api")).write("routes/faulty", """
                {"apiVersion": "spillway.io/v1", "kind": "Route", "metadata": {"name": "faulty"},
                 "spec": {"hosts": ["%s"], "groups": [{"service": "orders"}],
                          "fault": {"abort": {"status": %d}, "ttl": "%s"}}}""".formatted(Idc.HOST, FAULTY, ttl));
    }

    private static void assertStays(String entrance, Duration time, String why) {
        long began = System.nanoTime();
        long gone = await().atMost(time.plusSeconds(20)).pollInterval(Duration.ofMillis(50))
                .until(() -> status(entrance) == FAULTY ? System.nanoTime() - began : -1, at -> at < 0
                        || at > time.toNanos());
        assertThat(gone).as(why).isGreaterThan(time.toNanos());
    }

    private static int status(String entrance) {
        return PlainHttp.get(entrance, Idc.HOST, "/").status();
    }
}
