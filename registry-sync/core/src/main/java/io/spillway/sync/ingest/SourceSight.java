package io.spillway.sync.ingest;

import java.util.Map;
import java.util.TreeMap;

import io.spillway.sync.ingest.SourceView.Counts;
import io.spillway.sync.ingest.SourceView.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a source stands, for whoever looks on; what changes is logged. The source's thread says it, any thread may look. */
final class SourceSight {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSight.class);
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    private final String source;
    private final String place;
    private Counts counts = NONE;
    private volatile SourceView view;

    SourceSight(String source, String place) {
        this.source = source;
        this.place = place;
        this.view = new SourceView(source, place, State.NEVER, "", null, true, "", NONE, Map.of(), Map.of());
    }

    /** Returns how it stood after the last step. Any thread. */
    SourceView view() {
        return view;
    }

    /** Another process works for the source. */
    void standsBy() {
        view = view.asStandby();
    }

    /** This process, or none, works for the source from now on: nothing is counted yet. */
    void begins() {
        counts = NONE;
    }

    /**
     * Shows how it stands now.
     *
     * @param refused what the control plane refused, with the reason, by name
     * @param plan    what is to be done; null while it is not known what the control plane has: then what was held is held
     * @param away    why the control plane does not answer; empty when it does
     */
    void publish(Heard heard, Map<String, String> refused, @Nullable Plan plan, String away) {
        Map<String, String> aside = new TreeMap<>(refused);
        heard.problems().forEach((name, reason) -> aside.merge(name, reason, (one, more) -> more + "; " + one));
        Map<String, String> held = plan == null ? view.held() : plan.held();
        if (plan == null) {
            counts = new Counts(counts.registered(), counts.waiting(), counts.leaving(), counts.held(), aside.size());
        } else {
            Counts next = new Counts(plan.registered(), plan.writes().size(), plan.leaving(), held.size(),
                    aside.size());
            tell(next, held);
            counts = next;
        }
        view = new SourceView(source, place, heard.state(), heard.reason(), heard.lastData(), heard.whole(), away,
                counts,
                aside, held);
    }

    private void tell(Counts next, Map<String, String> held) {
        if (next.waiting() == 0 && (next.registered() != counts.registered() || next.leaving() != counts.leaving())) {
            LOG.info("source {}: registered {} -> {}, leaving {} -> {}", source, counts.registered(),
                    next.registered(), counts.leaving(), next.leaving());
        }
        if (next.held() > counts.held()) {
            Map.Entry<String, String> one = held.entrySet().iterator().next();
            LOG.warn("source {}: held removals {} -> {}: {}: {}", source, counts.held(), next.held(), one.getKey(),
                    one.getValue());
        } else if (next.held() < counts.held()) {
            LOG.info("source {}: held removals {} -> {}", source, counts.held(), next.held());
        }
    }
}
