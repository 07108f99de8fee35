package io.spillway.sync.ingest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the control plane answers a source, and when it is asked again. Owned by the source's thread; times are the ticker's. */
final class ApiReach {

    private static final Logger LOG = LoggerFactory.getLogger(ApiReach.class);

    private final String source;
    private final Waits waits;
    private String away = "";
    private long notBeforeNanos;

    ApiReach(String source, Waits waits, long now) {
        this.source = source;
        this.waits = waits;
        this.notBeforeNanos = now;
    }

    /** Returns why it does not answer; empty when it does. */
    String away() {
        return away;
    }

    boolean due(long now) {
        return now - notBeforeNanos >= 0;
    }

    /** Returns in how many nanoseconds it is asked again; not above zero: now. */
    long dueIn(long now) {
        return notBeforeNanos - now;
    }

    /** It need not be waited for. */
    void begins(long now) {
        notBeforeNanos = now;
    }

    void lost(String reason, long now) {
        if (away.isEmpty()) {
            LOG.warn("source {}: control plane answers -> away: {}", source, reason);
        }
        away = reason;
        notBeforeNanos = now + waits.next().toNanos();
    }

    void answers() {
        if (!away.isEmpty()) {
            LOG.info("source {}: control plane away -> answers", source);
        }
        away = "";
        waits.reset();
    }
}
