package io.spillway.drill.bench.push;

import java.util.Map;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.Round;

/**
 * Changes of which one client hears, first while it is alone, then beside all those that do not subscribe what changes:
 * {@link PushCase#APART}.
 */
final class ApartCase {
    /** One client costs little: many changes make it more than the resolution of the clock. */
    private static final int TIMES = 10;
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final long IDLE_MILLIS = 2000;
    private static final long BETWEEN_MILLIS = 5;
    private static final int SERVICE = 0;

    private final Subject subject;

    ApartCase(Subject subject) {
        this.subject = subject;
    }

    /** Measures a round. Needs two Services. */
    Round measure() throws InterruptedException {
        try (Crowd one = subject.connect(1, subject.population().resources(SERVICE).subList(0, 1))) {
            one.awaitComplete();
            Measured warm = changes(one, subject.plan().changes());
            Measured alone = changes(one, TIMES * subject.plan().changes());
            assert warm.changes() > 0;
            try (Crowd others = subject.connect(subject.shape().clients(),
                    subject.population().resources(SERVICE + 1))) {
                others.awaitComplete();
                long responses = others.responses();
                Measured beside = changes(one, TIMES * subject.plan().changes());
                Map<String, Double> figures = subject.figures(beside.spent(), beside.changes(), beside.acks(),
                        beside.acks().millis(50));
                figures.put("aloneCpuMillisPerChange", alone.spent().cpuMillis() / alone.changes());
                figures.put("aloneP50Ms", alone.acks().millis(50));
                figures.put("othersResponses", (double) (others.responses() - responses));
                figures.put("changes", (double) beside.changes());
                return Subject.round(figures, beside.spent());
            }
        }
    }

    private record Measured(Meter.Spent spent, Latencies acks, int changes) {}

    private Measured changes(Crowd one, int wanted) throws InterruptedException {
        subject.meter().idle(IDLE_MILLIS);
        Latencies acks = new Latencies();
        long end = subject.ticker().nanos() + LIMIT_NANOS;
        int made = 0;
        subject.meter().begin();
        while (made < wanted && (made == 0 || subject.ticker().nanos() - end < 0)) {
            made++;
            var _ = subject.changeAndAwait(SERVICE, one, new Latencies(), acks);
            Ports.pause(BETWEEN_MILLIS);
        }
        return new Measured(subject.meter().end(), acks, made);
    }
}
