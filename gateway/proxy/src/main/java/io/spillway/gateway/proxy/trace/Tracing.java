package io.spillway.gateway.proxy.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spillway.gateway.proxy.log.LoopRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the event loops have traced and sends it to a collector by OTLP. The loops leave ended requests in rings of
 * {@value #RING} each and never wait; one thread empties them every {@value #PERIOD_MILLIS} ms. A collector that is slow or
 * away costs spans, which are counted, and nothing else. Safe for all threads.
 */
public final class Tracing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
    private static final int RING = 2048;
    private static final int PERIOD_MILLIS = 250;
    /** Spans of one message to the collector. */
    private static final int BATCH = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TraceSettings settings;
    private final SpanExporter exporter;
    private final SpanWriter writer;
    private final List<LoopRing<RequestSpan>> rings = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("trace-export").factory());
    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    /** Owned by the thread. */
    private boolean failing;

    private Tracing(TraceSettings settings, SpanExporter exporter, SpanWriter writer) {
        this.settings = settings;
        this.exporter = exporter;
        this.writer = writer;
    }

    /** Sends from now on what loops trace; {@code node} and {@code idc} say who does. */
    public static Tracing start(TraceSettings settings, String node, String idc) {
        SpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint().toString())
                .setTimeout(PATIENCE).setConnectTimeout(PATIENCE).setCompression("gzip").build();
        Tracing tracing = new Tracing(settings, exporter, new SpanWriter(settings.service(), node, idc));
        var _ = tracing.thread.scheduleWithFixedDelay(tracing::export, PERIOD_MILLIS, PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
        return tracing;
    }

    /** Returns a new tracer, for one event loop. */
    public Tracer forLoop(RandomGenerator random) {
        LoopRing<RequestSpan> ring = new LoopRing<>(RING);
        rings.add(ring);
        return new Tracer(ring, random, settings.ratio());
    }

    /** Returns how many spans a collector has taken. */
    public long exported() {
        return exported.get();
    }

    /** Returns how many requests were not told of because the thread was behind. */
    public long dropped() {
        return rings.stream().mapToLong(LoopRing::dropped).sum();
    }

    /** Returns how many spans no collector has taken. */
    public long failed() {
        return failed.get();
    }

    private void export() {
        try {
            List<SpanData> spans = new ArrayList<>();
            for (LoopRing<RequestSpan> ring : rings) {
                ring.drain(span -> writer.write(span, spans));
            }
            for (int from = 0; from < spans.size(); from += BATCH) {
                send(spans.subList(from, Math.min(spans.size(), from + BATCH)));
            }
        } catch (RuntimeException e) {
            LOG.error("Spans: not exported", e);
        }
    }

    private void send(List<SpanData> batch) {
        CompletableResultCode result = exporter.export(List.copyOf(batch)).join(PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
        (result.isSuccess() ? exported : failed).addAndGet(batch.size());
        if (result.isSuccess() == failing) {
            LOG.warn("Spans: {} -> {}, to {}", failing ? "lost" : "exported", failing ? "exported" : "lost",
                    settings.endpoint());
            failing = !failing;
        }
    }

    /** Sends what is there and stops; waits for some seconds at most. */
    @Override
    public void close() {
        thread.execute(this::export);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Spans: the last ones could not be sent within {}", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporter.close();
    }
}
