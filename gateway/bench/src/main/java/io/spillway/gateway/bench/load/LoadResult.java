package io.spillway.gateway.bench.load;

/**
 * What a load run saw.
 *
 * @param requests answered with 2xx
 * @param errors everything else: other statuses, connections that broke, time-outs
 * @param seconds how long it ran
 * @param meanMs mean latency in milliseconds
 * @param p50Ms median
 * @param p99Ms 99th percentile
 * @param p999Ms 99.9th percentile
 * @param lateP99Ms how late the generator itself was, 99th percentile; 0 in a closed loop, where nothing is due
 */
public record LoadResult(long requests, long errors, double seconds, double meanMs, double p50Ms, double p99Ms,
        double p999Ms, double lateP99Ms) {

    /** Creates the result of a closed loop. */
    public LoadResult(long requests, long errors, double seconds, double meanMs, double p50Ms, double p99Ms,
            double p999Ms) {
        this(requests, errors, seconds, meanMs, p50Ms, p99Ms, p999Ms, 0);
    }

    /** Returns requests per second. */
    public double rps() {
        return requests / seconds;
    }
}
