package io.spillway.drill.bench.push;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.Round;
import io.spillway.model.time.Ticker;

/** One server in one round, and what all cases do with it. Used by one thread. */
final class Subject {
    /** More than this of the machine in other hands makes a round void. */
    private static final double MOST_OTHERS = 20;

    private final PushServer server;
    private final Shape shape;
    private final Plan plan;
    private final Meter meter;
    private final Ticker ticker;
    private final Population population;
    private int changes;

    Subject(PushServer server, Shape shape, Plan plan, Meter meter, Ticker ticker) {
        this.server = server;
        this.shape = shape;
        this.plan = plan;
        this.meter = meter;
        this.ticker = ticker;
        this.population = shape.population();
    }

    Shape shape() {
        return shape;
    }

    Plan plan() {
        return plan;
    }

    Meter meter() {
        return meter;
    }

    Ticker ticker() {
        return ticker;
    }

    Population population() {
        return population;
    }

    /** Begins to connect so many clients, which want the resources of all Services from that one on. */
    Crowd connect(int clients, List<String> names) {
        return Crowd.connect(server.port(), clients, names, ticker);
    }

    /** Gives Services a port that they have never had; returns when that was asked for. */
    long change(List<Integer> services) {
        changes++;
        long asked = ticker.nanos();
        server.change(services, changes);
        return asked;
    }

    /**
     * Changes one endpoint and waits until every client of the crowd has Acked it.
     *
     * @return the time of the slowest, in nanoseconds
     * @throws BenchFailure when one takes longer than it may
     */
    long changeAndAwait(int service, Crowd crowd, Latencies receipts, Latencies acks) throws InterruptedException {
        crowd.sightings().watch(population.resource(service));
        long asked = change(List.of(service));
        long missing = crowd.sightings().await(plan.patience());
        if (missing > 0) {
            throw new BenchFailure(missing + " of " + crowd.clients() + " clients have not Acked a change after "
                    + plan.patience().toMillis() + " ms");
        }
        return crowd.sightings().collect(asked, receipts, acks);
    }

    /** Returns the figures that every case has, in the order of the contract. */
    Map<String, Double> figures(Meter.Spent spent, double changed, Latencies acks, double lastClientMs) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpuMillisPerChange", spent.cpuMillis() / changed);
        figures.put("p50Ms", acks.millis(50));
        figures.put("p99Ms", acks.millis(99));
        figures.put("lastClientMs", lastClientMs);
        figures.put("residentMiB", meter.residentMib());
        figures.put("compilingPercent", spent.compilingPercent());
        figures.put("otherPercent", spent.otherPercent());
        return figures;
    }

    /** Returns a round, void when others used too much of the machine. */
    static Round round(Map<String, Double> figures, Meter.Spent spent) {
        return new Round(figures, Round.others(spent.otherPercent(), MOST_OTHERS));
    }
}
