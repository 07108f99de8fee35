package io.spillway.gateway.proxy.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.gateway.proxy.tls.TlsEvents;
import io.spillway.process.metrics.Metrics;

/** Meters of handshakes and certificates. Safe for all threads. */
public final class TlsMeters implements TlsEvents {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<String, Counter> handshakes = new ConcurrentHashMap<>();
    private final Map<String, Certificates> certificates = new ConcurrentHashMap<>();

    private TlsMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Returns the meters of a process. */
    public static TlsMeters of(Metrics metrics, InstantSource clock) {
        return new TlsMeters(metrics.registry(), clock);
    }

    @Override
    public void handshake(String side, String outcome) {
        handshakes.computeIfAbsent(side + ' ' + outcome, _ -> Counter.builder(MeterNames.TLS_HANDSHAKES)
                .tags("side", side, "outcome", outcome).description("TLS handshakes that ended").register(registry))
                .increment();
    }

    @Override
    public void certificates(String name, Instant notAfter, boolean reloadFailed) {
        Certificates now = new Certificates(notAfter, reloadFailed);
        if (certificates.put(name, now) == null) {
            Gauge.builder(MeterNames.CERTIFICATE_EXPIRY, () -> left(name)).tag("certificate", name).baseUnit("seconds")
                    .description("Time until the first of the certificates in use expires").register(registry);
            Gauge.builder(MeterNames.CERTIFICATE_RELOAD_FAILED, () -> failed(name)).tag("certificate", name)
                    .description("1 while newer certificate files lie there that cannot be used").register(registry);
        }
    }

    private double left(String name) {
        Certificates now = certificates.get(name);
        return now == null ? Double.NaN : (now.notAfter.toEpochMilli() - clock.instant().toEpochMilli()) / 1000.0;
    }

    private double failed(String name) {
        Certificates now = certificates.get(name);
        return now != null && now.reloadFailed ? 1 : 0;
    }

    private record Certificates(Instant notAfter, boolean reloadFailed) {}
}
