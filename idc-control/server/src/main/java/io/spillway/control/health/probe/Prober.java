package io.spillway.control.health.probe;

import java.util.function.Consumer;

import io.spillway.model.resource.HealthProbe;

/**
 * Checks one workload, again and again; keeps a connection where the protocol allows. All calls, and the answers, are on the
 * event loop of its {@link Dial}. One check at a time.
 */
public interface Prober {

    /** Begins a check. {@code done} is told the outcome once, unless the check is given up before. */
    void begin(Consumer<CheckOutcome> done);

    /** Gives up the check that is on, after which nothing is told, and its connection; returns what to call that. */
    CheckOutcome giveUp();

    /** Closes what is kept. */
    void close();

    /** Returns a prober of a workload at that place. */
    static Prober of(HealthProbe probe, Place place, Dial dial) {
        return switch (probe) {
            case HealthProbe.Http http -> new HttpProber(http, place, dial);
            case HealthProbe.Tcp _ -> new TcpProber(place, dial);
            case HealthProbe.Grpc(String service) -> new GrpcProber(service, place, dial);
        };
    }
}
