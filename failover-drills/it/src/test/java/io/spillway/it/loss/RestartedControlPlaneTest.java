package io.spillway.it.loss;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.PlainHttp;
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

    @TempDir
    Path folder;

    @Test
    void isFoundAgainByItsNameAlthoughTheCertificateIsAnother() throws Exception {
        try (OneIdc one = new OneIdc(folder)) {
            String ads = one.idc().ads();
            one.idc().control().kill();
            await().atMost(Duration.ofSeconds(10)).until(() -> !one.connected());
            assertThat(one.status()).isEqualTo(200);

            one.idc().renewControl();
            try (Component again = one.idc().startControlAgain(ads)) {
                await().atMost(Duration.ofSeconds(30)).until(one::connected);
                assertThat(again.log()).contains("ads=" + ads).doesNotContain("refused");
                assertThat(PlainHttp.get(again.address("admin"), "localhost", "/metrics").body())
                        .contains("spillway_control_certificate_expiry_seconds{certificate=\"identity\"");
            }
        }
    }
}
