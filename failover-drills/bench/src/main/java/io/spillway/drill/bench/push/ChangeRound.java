package io.spillway.drill.bench.push;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.drill.bench.measure.Meter;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.report.Round;
import io.spillway.model.time.Ticker;

/**
 * {@link PushCase#CHANGE} by itself, for benches that want to know more of a server under that load. Used by one thread.
 *
 * @param shape how many clients there are; they subscribe everything
 * @param plan how many changes, after how much warm-up
 */
public record ChangeRound(Shape shape, Plan plan, MachineLoad machine, Ticker ticker) {

    /** What is asked of the server while all clients are still there and nothing changes any more. */
    @FunctionalInterface
    public interface More {
        /** Returns further figures. */
        Map<String, Double> figures();
    }

    /**
     * Connects the clients, warms the server up and measures.
     *
     * @throws BenchFailure when clients cannot be served in time, or the server breaks the protocol
     */
    public Round measure(PushServer server, More more) throws InterruptedException {
        Subject subject = new Subject(server, shape, plan,
                Meter.of(server.name(), server.pid(), machine, ticker), ticker);
        double before = subject.meter().residentMib();
        subject.meter().begin();
        try (Crowd crowd = subject.connect(shape.clients(), subject.population().resources(0))) {
            Map<String, Double> connected = ChangeCase.connected(subject, crowd, before);
            ChangeCase changes = new ChangeCase(subject, crowd);
            changes.warmUp();
            Round round = changes.measure(connected);
            if (!crowd.violations().isEmpty()) {
                throw new BenchFailure(server.name() + " broke the protocol: " + crowd.violations());
            }
            Map<String, Double> figures = new LinkedHashMap<>(round.figures());
            figures.putAll(more.figures());
            return new Round(figures, round.disturbance());
        }
    }
}
