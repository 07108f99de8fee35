package io.spillway.drill.bench.push;

import java.util.Map;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.Round;

/** All connect at once and want everything; a few that were there before hear of changes meanwhile: {@link PushCase#JOIN}. */
final class JoinCase {
    private static final int SERVED = 10;
    private static final long BETWEEN_MILLIS = 100;

    private final Subject subject;

    JoinCase(Subject subject) {
        this.subject = subject;
    }

    /** Measures a round; the time of the last client is that of the slowest change. */
    Round measure() throws InterruptedException {
        Latencies acks = new Latencies();
        Latencies last = new Latencies();
        try (Crowd served = subject.connect(Math.min(SERVED, subject.shape().clients()),
                subject.population().resources(0))) {
            served.awaitComplete();
            subject.meter().begin();
            try (Crowd joining = subject.connect(subject.shape().clients(), subject.population().resources(0))) {
                int changes = 0;
                do {
                    last.add(subject.changeAndAwait(changes++ % subject.shape().services(), served, new Latencies(),
                            acks));
                    Ports.pause(BETWEEN_MILLIS);
                } while (!joining.over());
                Meter.Spent spent = subject.meter().end();
                joining.awaitComplete();
                Map<String, Double> figures = subject.figures(spent, changes, acks, last.millis(100));
                figures.put("joinSeconds", spent.seconds());
                figures.put("joinCpuSeconds", spent.cpuMillis() / 1000);
                figures.put("changes", (double) changes);
                return Subject.round(figures, spent);
            }
        }
    }
}
