package io.spillway.it.loss;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.it.fleet.Idc;
import io.spillway.it.harness.Api;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A fault is in force when the control plane dies: nobody is there to take it back, and it ends all the same. */
@Tag("real")
class FaultWithoutControlPlaneTest {

    @TempDir
    Path folder;

    @Test
    void aFaultEndsWhenItWasToEndAndNothingElseDoes() throws Exception {
        try (OneIdc one = new OneIdc(folder)) {
            new Api(one.idc().control().address("api")).write("routes/faulty", """
                    {"apiVersion": "spillway.io/v1", "kind": "Route", "metadata": {"name": "faulty"},
                     "spec": {"hosts": ["%s"], "groups": [{"service": "orders"}],
                              "fault": {"abort": {"status": 418}, "ttl": "4s"}}}""".formatted(Idc.HOST));
            await().atMost(Duration.ofSeconds(4)).pollInterval(Duration.ofMillis(10))
                    .until(() -> one.status() == 418);
            one.idc().control().kill();

            await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
                    .until(() -> one.status() != 418);
            assertThat(one.status()).as("its routes stay: only the fault ended").isEqualTo(200);
        }
    }
}
