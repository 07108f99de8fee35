package io.spillway.gateway.proxy.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.gateway.proxy.tls.TlsEvents;
import io.spillway.process.metrics.CertificateMeters;
import io.spillway.process.metrics.Metrics;

/** Meters of handshakes and certificates. Safe for all threads. */
public final class TlsMeters implements TlsEvents {
    private final MeterRegistry registry;
    private final Map<String, Counter> handshakes = new ConcurrentHashMap<>();
    private final CertificateMeters certificates;

    private TlsMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.certificates = new CertificateMeters(registry, MeterNames.CERTIFICATE, clock);
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
        certificates.certificates(name, notAfter, reloadFailed);
    }
}
