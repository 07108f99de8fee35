package io.spillway.drill.measure;

import java.util.OptionalDouble;

import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** "Until 99 %" is the first instant after which every sliding window of 500 ms holds at least 99 %. */
class SettlingTest {

    private final RequestLog log = new RequestLog();

    private OptionalDouble until(double toMs) {
        return Settling.until(99, log, Window.ofMillis(0, toMs), any -> true,
                request -> "idc-b".equals(request.servedBy()));
    }

    private void traffic(double fromMs, double toMs, String servedBy) {
        for (double at = fromMs; at < toMs; at += 1) {
            log.add(Requests.served(at, "idc-a", servedBy));
        }
    }

    @Test
    void isZeroWhenItWasSoFromTheBeginning() {
        traffic(0, 2000, "idc-b");
        assertThat(until(2000)).hasValue(0);
    }

    @Test
    void isTheInstantOfTheChangeWhenTrafficMovesAtOnce() {
        traffic(0, 300, "idc-a");
        traffic(300, 5000, "idc-b");
        // One percent of a window, 5 of 500 requests, may still be served elsewhere: 295 ms.
        Assertions.assertThat(until(5000).getAsDouble()).isCloseTo(295, Offset.offset(5.0));
    }

    @Test
    void isAfterALateRelapse() {
        traffic(0, 100, "idc-a");
        traffic(100, 3000, "idc-b");
        traffic(3000, 3100, "idc-a");
        traffic(3100, 6000, "idc-b");
        assertThat(until(6000).getAsDouble()).isCloseTo(3095, Offset.offset(5.0));
    }

    @Test
    void toleratesLessThanOnePercent() {
        for (int i = 0; i < 5000; i++) {
            log.add(Requests.served(i, "idc-a", i % 200 == 0 ? "idc-a" : "idc-b"));
        }
        assertThat(until(5000)).hasValue(0);
    }

    @Test
    void isNeverWhenTheLastWholeWindowIsBad() {
        traffic(0, 2000, "idc-b");
        traffic(2000, 2100, "idc-a");
        assertThat(until(2100)).isEmpty();
    }

    @Test
    void isNeverWhenThereIsNotOneWholeWindow() {
        traffic(0, 400, "idc-b");
        assertThat(until(400)).isEmpty();
    }

    @Test
    void countsFailuresAgainstIt() {
        for (int i = 0; i < 2000; i++) {
            log.add(i % 50 == 0 ? Requests.failed(i, "idc-a") : Requests.served(i, "idc-a", "idc-b"));
        }
        assertThat(until(2000)).isEmpty();
    }
}
