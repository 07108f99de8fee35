package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.spillway.control.ads.Admission.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** More clients than a node takes: the others go on, and those refused know when to come again. */
class AdmissionTest {

    private long now;
    private final Admission<String> admission = new Admission<>(new AdsLimits(300, 2, 100, 10), () -> now,
            new Random(1));

    @Test
    void aStormIsTakenAtTheRateAndTheRestComesAgainSpreadOut() {
        List<Long> later = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            if (admission.admit() instanceof Verdict.Later(String why, long millis)) {
                assertThat(why).contains("100 new streams per second").contains(millis + " ms");
                later.add(millis);
            }
        }
        assertThat(later).hasSize(1000);
        assertThat(admission.open()).isEqualTo(100);
        // A thousand at a hundred a second take ten seconds: the later ones are spread over nearly that.
        assertThat(later.stream().mapToLong(Long::longValue).max().orElse(0)).isBetween(8_000L, 10_100L);
        assertThat(later.stream().distinct().count()).isGreaterThan(800);
        now += TimeUnit.MILLISECONDS.toNanos(500);
        assertThat(admission.admit()).isEqualTo(new Verdict.Admitted());
    }

    @Test
    void aFullNodeSaysSoUntilSomeoneLeaves() {
        for (int i = 0; i < 300; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(10);
            assertThat(admission.admit()).isEqualTo(new Verdict.Admitted());
        }
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(admission.admit()).isEqualTo(new Verdict.Full("300 streams (expected: 300 at most)"));
        admission.ended("", "any");
        assertThat(admission.admit()).isEqualTo(new Verdict.Admitted());
    }

    @Test
    void theNewestStreamsOfANodeWin() {
        assertThat(admission.identified("gw-1", "first")).isNull();
        assertThat(admission.identified("gw-1", "second")).isNull();
        assertThat(admission.identified("gw-2", "other")).isNull();
        assertThat(admission.identified("gw-1", "third")).isEqualTo("first");
        admission.ended("gw-1", "second");
        assertThat(admission.identified("gw-1", "fourth")).isNull();
    }
}
