package io.spillway.drill.bench.push;

import java.util.Map;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.report.Round;

/** One endpoint changes, then the next, each when every client has Acked the last: {@link PushCase#CHANGE}. */
final class ChangeCase {
    /** Long enough for ten ticks of a server that idles at a twentieth of a processor. */
    private static final long IDLE_MILLIS = 2000;
    /** A server that still compiles is given more changes to warm up, until its compilers use less than this. */
    private static final double MOST_COMPILING = 5;
    /** So often in succession: compilers work in spurts. */
    private static final int RESTFUL_LOOKS = 5;
    private static final int WARM_UP_CHANGES = 10;
    private static final long BETWEEN_MILLIS = 20;

    private final Subject subject;
    private final Crowd crowd;
    private int next;

    ChangeCase(Subject subject, Crowd crowd) {
        this.subject = subject;
        this.crowd = crowd;
    }

    /** Makes changes until the server is warm, or for as long as the plan says. */
    void warmUp() throws InterruptedException {
        long end = subject.ticker().nanos() + subject.plan().warmUp().toNanos();
        int restful = 0;
        while (restful < RESTFUL_LOOKS && subject.ticker().nanos() - end < 0) {
            subject.meter().begin();
            for (int i = 0; i < WARM_UP_CHANGES && subject.ticker().nanos() - end < 0; i++) {
                one(new Latencies(), new Latencies());
            }
            restful = subject.meter().end().compilingPercent() > MOST_COMPILING ? 0 : restful + 1;
        }
    }

    /** Measures a round; {@code more} figures come behind its own. */
    Round measure(Map<String, Double> more) throws InterruptedException {
        subject.meter().idle(IDLE_MILLIS);
        Latencies receipts = new Latencies();
        Latencies acks = new Latencies();
        Latencies last = new Latencies();
        long octets = crowd.octets();
        int changes = subject.plan().changes();
        subject.meter().begin();
        for (int i = 0; i < changes; i++) {
            last.add(one(receipts, acks));
            Ports.pause(BETWEEN_MILLIS);
        }
        Meter.Spent spent = subject.meter().end();
        Map<String, Double> figures = subject.figures(spent, changes, acks, last.millis(50));
        figures.put("lastClientMaxMs", last.millis(100));
        figures.put("receiptP50Ms", receipts.millis(50));
        figures.put("octetsPerClient", (double) (crowd.octets() - octets) / changes / crowd.clients());
        figures.put("changes", (double) changes);
        figures.putAll(more);
        return Subject.round(figures, spent);
    }

    /** Connects the crowd's clients; returns what that took, for the row of the changes. */
    static Map<String, Double> connected(Subject subject, Crowd crowd, double residentBeforeMib)
            throws InterruptedException {
        crowd.awaitComplete();
        Meter.Spent spent = subject.meter().end();
        return Map.of("connectSeconds", spent.seconds(), "connectCpuSeconds", spent.cpuMillis() / 1000,
                "connectOctetsPerClient", (double) crowd.octets() / crowd.clients(), "connectMiB",
                Math.max(0, subject.meter().residentMib() - residentBeforeMib));
    }

    private long one(Latencies receipts, Latencies acks) throws InterruptedException {
        int service = next++ % subject.population().changeable();
        return subject.changeAndAwait(service, crowd, receipts, acks);
    }
}
