package io.spillway.drill.bench.push;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.mock.message.XdsType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SightingsTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong now = new AtomicLong();
    private final Sightings sightings = new Sightings("clients", 2, now::get);

    private void answered(int client, String nonce, long at) {
        now.set(at);
        sightings.answered("clients", client, XdsType.EDS, nonce, "", at);
    }

    @Test
    void anAckCountsForTheResponseThatHeldTheName() throws InterruptedException {
        sightings.watch("a");
        sightings.received(0, "n2", 5 * MILLI);
        answered(0, "n1", 6 * MILLI);
        assertThat(sightings.await(Duration.ZERO)).isEqualTo(2);
        answered(0, "n2", 7 * MILLI);
        assertThat(sightings.await(Duration.ZERO)).isEqualTo(1);
        sightings.received(1, "n9", 8 * MILLI);
        answered(1, "n9", 10 * MILLI);
        assertThat(sightings.await(Duration.ZERO)).isZero();

        Latencies receipts = new Latencies();
        Latencies acks = new Latencies();
        assertThat(sightings.collect(3 * MILLI, receipts, acks)).isEqualTo(7 * MILLI);
        assertThat(receipts.millis(100)).isEqualTo(5);
        assertThat(acks.millis(50)).isEqualTo(4);
        assertThat(sightings.mostAnswers()).isEqualTo(2);
    }

    @Test
    void theLastVersionCounts() {
        sightings.watch("a");
        sightings.received(0, "n1", MILLI);
        answered(0, "n1", MILLI);
        sightings.received(0, "n2", 4 * MILLI);
        answered(0, "n2", 5 * MILLI);
        assertThat(sightings.collect(0, new Latencies(), new Latencies())).isEqualTo(5 * MILLI);
    }

    @Test
    void othersDoNotCount() throws InterruptedException {
        sightings.watch("a");
        sightings.received(0, "n1", MILLI);
        sightings.answered("served", 0, XdsType.EDS, "n1", "", MILLI);
        sightings.answered("clients", 0, XdsType.CDS, "n1", "", MILLI);
        assertThat(sightings.await(Duration.ZERO)).isEqualTo(2);
        assertThat(sightings.mostAnswers()).isZero();
    }
}
