package io.spillway.it.loss;

import java.nio.file.Path;
import java.time.Duration;

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
    private static final String AGE = "spillway_gateway_snapshot_age_seconds";

    @TempDir
    Path folder;

    @Test
    void isNoticedWithinTwentySecondsAndCostsNoRequest() throws Exception {
        try (OneIdc one = new OneIdc(folder)) {
            one.idc().control().freeze();
            await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(one.status()).isEqualTo(200);
                return !one.connected();
            });
            await().untilAsserted(() -> assertThat(one.metric(AGE)).isGreaterThan(1));
            assertThat(one.status()).isEqualTo(200);

            one.idc().control().thaw();
            await().atMost(Duration.ofSeconds(20)).until(one::connected);
            assertThat(one.metric(AGE)).isZero();
            assertThat(one.status()).isEqualTo(200);
        }
    }
}
