package io.spillway.control.load;

import java.time.Duration;
import java.time.Instant;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How far a clock is ahead, by reports that are under way for as long as they like. */
class ClockSamplesTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");

    private final ClockSamples clock = new ClockSamples();

    /** A report that is written when our clock shows {@code second}, where another is ahead by so much. */
    private void report(int second, Duration ahead, Duration underWay) {
        Instant written = NOW.plusSeconds(second);
        clock.add(written.plus(ahead), written.plus(underWay));
    }

    @Test
    void aReportThatTookLongMakesNoClockWrong() {
        assertThat(clock.ahead()).isNull();
        report(0, Duration.ZERO, Duration.ofSeconds(4));
        assertThat(clock.ahead()).as("the only one").isEqualTo(Duration.ofSeconds(-4));
        report(2, Duration.ZERO, Duration.ofMillis(3));
        report(4, Duration.ZERO, Duration.ofSeconds(9));
        assertThat(clock.ahead()).as("the quickest").isEqualTo(Duration.ofMillis(-3));
    }

    @Test
    void aClockThatIsAheadIsAheadByThatAtLeast() {
        report(0, Duration.ofSeconds(7), Duration.ofMillis(40));
        report(2, Duration.ofSeconds(7), Duration.ofMillis(5));
        assertThat(clock.ahead()).isEqualTo(Duration.ofMillis(6_995));
    }

    @Test
    void aClockThatWasPutRightIsRightAfterAFewReports() {
        report(0, Duration.ofSeconds(7), Duration.ZERO);
        for (int i = 1; i <= 8; i++) {
            report(2 * i, Duration.ZERO, Duration.ofMillis(1));
        }
        assertThat(clock.ahead()).isEqualTo(Duration.ofMillis(-1));
    }

    private static Node node(Value clock) {
        return Node.newBuilder().setMetadata(Struct.newBuilder().putFields("clockUnixMillis", clock)).build();
    }

    @Test
    void whatIsNoTimeIsNotHeard() {
        assertThat(ClockSamples.told(Node.getDefaultInstance())).isNull();
        assertThat(ClockSamples.told(node(Value.newBuilder().setStringValue("noon").build()))).isNull();
        for (double odd : new double[]{Double.NaN, -1, 0, Double.POSITIVE_INFINITY, 1e300}) {
            assertThat(ClockSamples.told(node(Value.newBuilder().setNumberValue(odd).build()))).as("%s", odd).isNull();
        }
        assertThat(ClockSamples.told(node(Value.newBuilder().setNumberValue((double) NOW.toEpochMilli()).build())))
                .isEqualTo(NOW);
    }
}
