package io.spillway.model.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** In which bucket a request is counted, and what is known from the buckets afterwards. */
class LatencyBucketsTest {

    @Test
    void aDurationIsInTheFirstBucketThatIsNotBelowIt() {
        for (int bucket = 0; bucket < LatencyBuckets.COUNT - 1; bucket++) {
            long upper = (long) (LatencyBuckets.upperMillis(bucket) * 1e6);
            assertThat(LatencyBuckets.of(upper)).isEqualTo(bucket);
            assertThat(LatencyBuckets.of(upper + 1)).isEqualTo(bucket + 1);
        }
        assertThat(LatencyBuckets.of(0)).isZero();
        assertThat(LatencyBuckets.of(-1)).isZero();
        assertThat(LatencyBuckets.of(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
    }

    @Test
    void aQuantileIsKnownToWithinAFifth() {
        List<Long> counts = new ArrayList<>(Collections.nCopies(LatencyBuckets.COUNT, 0L));
        for (int millis = 1; millis <= 1000; millis++) {
            int bucket = LatencyBuckets.of(millis * 1_000_000L);
            counts.set(bucket, counts.get(bucket) + 1);
        }
        assertThat(LatencyBuckets.quantileMillis(counts, 0.99)).isCloseTo(990, within(198.0));
        assertThat(LatencyBuckets.quantileMillis(counts, 0.5)).isCloseTo(500, within(100.0));
        assertThat(LatencyBuckets.quantileMillis(List.of(), 0.99)).isNaN();
    }
}
