package io.spillway.process.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.process.tls.CertificateEvents;

/** Meters of the certificates that a process uses. Safe for all threads. */
public final class CertificateMeters implements CertificateEvents {
    private final MeterRegistry registry;
    private final String prefix;
    private final InstantSource clock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /**
     * Creates meters that appear with the first certificate.
     *
     * @param prefix what their names begin with, for example {@code spillway.gateway.certificate}
     */
    public CertificateMeters(MeterRegistry registry, String prefix, InstantSource clock) {
        this.registry = registry;
        this.prefix = prefix;
        this.clock = clock;
    }

    @Override
    public void certificates(String name, Instant notAfter, boolean reloadFailed) {
        if (states.put(name, new State(notAfter, reloadFailed)) == null) {
            Gauge.builder(prefix + ".expiry", () -> left(name)).tag("certificate", name)
                    .baseUnit("seconds").description("Time until the first of the certificates in use expires")
                    .register(registry);
            Gauge.builder(prefix + ".reload.failed", () -> failed(name)).tag("certificate", name)
                    .description("1 while newer certificate files lie there that cannot be used").register(registry);
        }
    }

    private double left(String name) {
        State now = states.get(name);
        return now == null ? Double.NaN : (now.notAfter.toEpochMilli() - clock.instant().toEpochMilli()) / 1000.0;
    }

    private double failed(String name) {
        State now = states.get(name);
        return now != null && now.reloadFailed ? 1 : 0;
    }

    private record State(Instant notAfter, boolean reloadFailed) {}
}
