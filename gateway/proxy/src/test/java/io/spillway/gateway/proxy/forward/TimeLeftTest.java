package io.spillway.gateway.proxy.forward;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** gRPC, doc/PROTOCOL-HTTP2.md: TimeoutValue is a positive integer of at most eight digits, then its unit. */
class TimeLeftTest {
    @ParameterizedTest
    @CsvSource({"PT0.000000001S, 1n", "PT0S, 1n", "PT0.099999999S, 99999999n", "PT0.1S, 100000u",
            "PT1.9999999S, 1999999u", "PT99.999999S, 99999999u", "PT100S, 100000m", "PT99999.9999S, 99999999m",
            "PT100000S, 100000S", "P1157DT9H, 99997200S", "P1200D, 1728000M"})
    void theFinestUnitThatFitsAndNeverLonger(Duration left, String written) {
        ByteBuf out = Unpooled.buffer();
        new TimeLeft(Aim.NEVER, left.toNanos()).write(out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("grpc-timeout: " + written + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.0019S, 1", "PT15S, 15000", "P1200D, 99999999"})
    void anotherGatewayIsToldWholeMilliseconds(Duration left, String written) {
        ByteBuf out = Unpooled.buffer();
        new TimeLeft(left.toNanos(), Aim.NEVER).write(out);
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("x-envoy-expected-rq-timeout-ms: " + written + "\r\n");
    }
}
