package io.spillway.drill.bench.push;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.Round;

/**
 * Many changes in a second, ten at a time, of up to 100 Services: {@link PushCase#BURST}. Every client must end on the
 * newest versions, which a client that comes afterwards shows.
 */
final class BurstCase {
    private static final int AT_A_TIME = 10;
    private static final int HOT = 100;
    private static final double SECOND = 1e9;
    /** Seldom: looking takes the clients' processor, and what is measured are the times that they noted themselves. */
    private static final long POLL_MILLIS = 250;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Subject subject;
    private final Crowd crowd;
    private final int hot;
    private final int atATime;

    BurstCase(Subject subject, Crowd crowd) {
        this.subject = subject;
        this.crowd = crowd;
        this.hot = Math.min(HOT, subject.shape().services());
        this.atATime = Math.min(AT_A_TIME, hot);
    }

    /** Returns the Services of a batch, all different. */
    static List<Integer> batch(int number, int atATime, int hot) {
        return IntStream.range(0, atATime).map(i -> (number * atATime + i) % hot).boxed().toList();
    }

    /** Measures a round. */
    Round measure() throws InterruptedException {
        int batches = Math.max(1, subject.plan().burst() / atATime);
        crowd.sightings().watch(lastName(batches));
        subject.meter().begin();
        long begun = subject.ticker().nanos();
        long asked = begun;
        for (int i = 0; i < batches; i++) {
            long ahead = begun + (long) (i * SECOND / batches) - subject.ticker().nanos();
            if (ahead > NANOS_PER_MILLI) {
                Ports.pause((long) (ahead / NANOS_PER_MILLI));
            }
            asked = subject.change(batch(i, atATime, hot));
            if (asked - begun > subject.plan().patience().toNanos()) {
                throw new BenchFailure(String.format(Locale.ROOT, "took %d of %d changes in %d s",
                        (i + 1) * atATime, batches * atATime, subject.plan().patience().toSeconds()));
            }
        }
        double sentSeconds = (subject.ticker().nanos() - begun) / SECOND;
        awaitNewest();
        Meter.Spent spent = subject.meter().end();
        Latencies acks = new Latencies();
        long last = crowd.sightings().collect(asked, new Latencies(), acks);
        Map<String, Double> figures = subject.figures(spent, batches * atATime, acks, last / NANOS_PER_MILLI);
        figures.put("mostResponsesPerClient", (double) crowd.sightings().mostAnswers());
        figures.put("sentSeconds", sentSeconds);
        return Subject.round(figures, spent);
    }

    private String lastName(int batches) {
        return subject.population().resource(batch(batches - 1, atATime, hot).getLast());
    }

    private void awaitNewest() throws InterruptedException {
        List<String> names = subject.population().resources(0).subList(0, hot);
        long end = subject.ticker().nanos() + subject.plan().patience().toNanos();
        try (Crowd fresh = subject.connect(1, names)) {
            fresh.awaitComplete();
            while (crowd.holding(fresh.versions(names)) < crowd.clients()) {
                if (subject.ticker().nanos() - end > 0) {
                    throw new BenchFailure("only " + crowd.holding(fresh.versions(names)) + " of " + crowd.clients()
                            + " clients hold the newest versions " + subject.plan().patience().toSeconds()
                            + " s after a burst");
                }
                Ports.pause(POLL_MILLIS);
            }
        }
        if (crowd.sightings().await(subject.plan().patience()) > 0) {
            throw new BenchFailure("not every client has Acked the last change of a burst");
        }
    }
}
