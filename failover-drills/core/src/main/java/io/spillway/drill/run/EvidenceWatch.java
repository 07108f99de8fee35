package io.spillway.drill.run;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.verdict.Evidence;

/** Looks at gateways and at the machine while a drill runs. Thread-safe. */
final class EvidenceWatch implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT).build();
    private final List<GatewayMeter> meters;
    private final MachineWatch machine = new MachineWatch();

    EvidenceWatch(FleetLayout layout, Fleet fleet) {
        this.fleet = fleet;
        this.meters = layout.gatewayMetrics().entrySet().stream()
                .map(each -> new GatewayMeter(each.getKey(), each.getValue(), client)).toList();
    }

    List<GatewayMeter> meters() {
        return meters;
    }

    /** Looks once. */
    void poll() throws InterruptedException {
        machine.look(pids());
        for (GatewayMeter meter : meters) {
            meter.poll();
        }
    }

    /** Forgets what was before. */
    void begin() throws InterruptedException {
        poll();
        meters.forEach(GatewayMeter::begin);
        machine.begin(pids());
    }

    /** Looks once more and returns what was seen since the beginning. */
    Evidence end() {
        try {
            poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Evidence(GatewayMeter.counts(meters), machine.otherPercent());
    }

    private LongStream pids() {
        return fleet.select(Selector.ALL).stream().mapToLong(Component::pid);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
