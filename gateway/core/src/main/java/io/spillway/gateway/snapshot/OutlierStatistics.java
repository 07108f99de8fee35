package io.spillway.gateway.snapshot;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * When an endpoint is ejected for how it compares with its peers. Looked at from time to time, not with each answer.
 *
 * @param successRate Envoy's rule by the spread of success rates
 * @param failurePercentage Envoy's rule by a fixed percentage
 * @param window the rule for fleets too small for the two above
 * @param latency the rule for endpoints that answer well, but late
 * @param jitter the most that is added to an ejection by chance, so that endpoints do not all come back at once
 * @param splitLocalOrigin whether failures that this gateway saw itself (connects, resets, time-outs) are counted apart from
 *        answers; if not they count as the answers 503 and 504
 */
public record OutlierStatistics(SuccessRate successRate, FailurePercentage failurePercentage, Window window,
        Latency latency, Duration jitter, boolean splitLocalOrigin) {

    /**
     * Ejects who is below {@code mean - stdevFactor/1000 * standard deviation} of the success rates of the cluster.
     *
     * @param on whether it ejects
     * @param minimumHosts how many endpoints must have enough requests for the rule to speak
     * @param requestVolume how many requests in an interval are enough
     * @param stdevFactor in thousandths
     */
    public record SuccessRate(boolean on, int minimumHosts, int requestVolume, int stdevFactor) {
        /** Envoy's: 5 endpoints, 100 requests, 1.9 standard deviations. */
        public static final SuccessRate ENVOY = new SuccessRate(true, 5, 100, 1900);
    }

    /**
     * Ejects who fails at least so much of an interval's requests.
     *
     * @param on whether it ejects
     * @param threshold in percent
     * @param minimumHosts how many endpoints must have enough requests for the rule to speak
     * @param requestVolume how many requests in an interval are enough
     */
    public record FailurePercentage(boolean on, int threshold, int minimumHosts, int requestVolume) {
        /** Envoy's: off; 85 %, 5 endpoints, 50 requests. */
        public static final FailurePercentage ENVOY = new FailurePercentage(false, 85, 5, 50);
    }

    /**
     * Ejects who failed at least so much of its requests of the last ten seconds and at least five times the share that its
     * peers failed; works from two endpoints on. Counted exactly in slots of a second, because an average that decays hides
     * bursts (linkerd counts so, too).
     *
     * @param failurePercent in percent, 0 switches the rule off
     * @param minimumRequests how many requests in ten seconds are enough, of the endpoint and of its peers together
     */
    public record Window(int failurePercent, int minimumRequests) {
        /** 20 % of at least 20 requests. */
        public static final Window DEFAULT = new Window(20, 20);
        /** Ejects nothing. */
        public static final Window OFF = new Window(0, 1);
    }

    /**
     * Demotes who answers so many times later than the median of its peers of the same priority: it gets single requests, as
     * a test, until it is as fast as they are. Never more than half of a priority.
     *
     * @param factor of the peers' latency, 0 switches the rule off
     * @param floor what the difference must be at least
     * @param minimumSamples how many answers of about the last second are enough
     */
    public record Latency(int factor, Duration floor, int minimumSamples) {
        /** Four times and 10 ms later, 10 answers. */
        public static final Latency DEFAULT = new Latency(4, Duration.ofMillis(10), 10);
        /** Demotes nobody. */
        public static final Latency OFF = new Latency(0, Duration.ZERO, 1);

        public Latency {
            requireNonNull(floor, "floor");
        }
    }

    /** What applies when a cluster says nothing. */
    public static final OutlierStatistics DEFAULT = new OutlierStatistics(SuccessRate.ENVOY, FailurePercentage.ENVOY,
            Window.DEFAULT, Latency.DEFAULT, Duration.ZERO, true);

    /** Ejects nothing. */
    public static final OutlierStatistics OFF = new OutlierStatistics(new SuccessRate(false, 5, 100, 1900),
            FailurePercentage.ENVOY, Window.OFF, Latency.OFF, Duration.ZERO, true);

    public OutlierStatistics {
        requireNonNull(successRate, "successRate");
        requireNonNull(failurePercentage, "failurePercentage");
        requireNonNull(window, "window");
        requireNonNull(latency, "latency");
        requireNonNull(jitter, "jitter");
    }
}
