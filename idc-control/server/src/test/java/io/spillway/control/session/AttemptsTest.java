package io.spillway.control.session;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody tries tokens. */
class AttemptsTest {

    private final MovedClock clock = new MovedClock();
    private final Attempts attempts = new Attempts(clock);

    @Test
    void someAreFreeThenEachWaitsLongerUpToHalfAMinute() {
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(attempts.begin("10.0.0.1")).isEqualTo(Duration.ZERO);
        }
        for (int seconds : new int[]{1, 2, 4, 8, 16, 30, 30}) {
            assertThat(attempts.begin("10.0.0.1")).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(attempts.begin("10.0.0.2")).as("nobody else waits").isEqualTo(Duration.ZERO);
            attempts.right("10.0.0.2");
            clock.pass(Duration.ofSeconds(seconds));
            assertThat(attempts.begin("10.0.0.1")).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void theRightOneAndTimeMakeItForgotten() {
        for (int i = 0; i < Attempts.FREE; i++) {
            attempts.begin("10.0.0.1");
        }
        attempts.right("10.0.0.1");
        assertThat(attempts.begin("10.0.0.1")).isEqualTo(Duration.ZERO);
        for (int i = 0; i < Attempts.FREE; i++) {
            attempts.begin("10.0.0.1");
        }
        assertThat(attempts.begin("10.0.0.1")).isPositive();
        clock.pass(Attempts.FORGOTTEN);
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(attempts.begin("10.0.0.1")).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void aNetworkOfIpv6IsOneAddressAndWhatIsRememberedIsBounded() {
        for (int i = 0; i < Attempts.FREE; i++) {
            attempts.begin("2001:db8:0:1:0:0:0:" + i);
        }
        assertThat(attempts.begin("2001:db8:0:1:ffff:0:0:1")).isPositive();
        assertThat(attempts.begin("2001:db8:0:2:0:0:0:1")).isEqualTo(Duration.ZERO);
        for (int i = 0; i < 2 * Attempts.MOST; i++) {
            attempts.begin("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255));
        }
        assertThat(attempts.size()).isEqualTo(Attempts.MOST);
    }
}
