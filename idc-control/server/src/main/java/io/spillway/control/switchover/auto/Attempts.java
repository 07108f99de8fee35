package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.spillway.control.service.Origin;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the switch-overs that policies want, by the way that operators take: checks, plan, start. For one thread; blocks. */
final class Attempts {

    /** Who made them. */
    static final String AUTHOR = "automatic";

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final SwitchOverService switchOvers;
    private final Ticker ticker;
    private final AutomaticShift.News news;
    private final Map<String, Long> tried = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();

    Attempts(SwitchOverService switchOvers, Ticker ticker, AutomaticShift.News news) {
        this.switchOvers = switchOvers;
        this.ticker = ticker;
        this.news = news;
    }

    /** Does what was decided; what failed is tried again some seconds later. */
    void make(String group, Decision decision) {
        if (!(decision instanceof Decision.Act(SwitchOverSpec spec))) {
            if (decision instanceof Decision.Stay(String reason)) {
                LOG.debug("automatic shift of {}: stays, {}", group, reason);
            }
            return;
        }
        long now = ticker.nanos();
        Long before = tried.get(group);
        if (before != null && now - before < AGAIN.toNanos()) {
            return;
        }
        tried.put(group, now);
        tell(group, made(spec));
    }

    /** Nothing is written of what the checks forbid: it is tried first. */
    private String made(SwitchOverSpec spec) {
        String away = "away from " + spec.from() + " to " + spec.to();
        WriteResult dry = switchOvers.create(request(spec, true));
        if (!ready(dry)) {
            return "would move " + away + ", but " + why(dry);
        }
        WriteResult created = switchOvers.create(request(spec, false));
        if (!(created instanceof WriteResult.Applied(long _, var resources, var _, boolean _)) || resources.isEmpty()) {
            return "would move " + away + ", but " + why(created);
        }
        String id = resources.getFirst().name();
        WriteResult begun = ready(created)
                ? switchOvers.act(act(id, new SwitchOverEvent.Start(AUTHOR)))
                : created;
        if (ready(created) && begun instanceof WriteResult.Applied) {
            return "moves " + away + " by switch-over " + id + ": " + spec.reason();
        }
        WriteResult given = switchOvers.act(act(id, new SwitchOverEvent.Abort(AUTHOR, why(begun))));
        return "would move " + away + ", but " + why(begun)
                + (given instanceof WriteResult.Applied ? "" : "; switch-over " + id + " is left as it is");
    }

    private void tell(String group, String what) {
        if (!what.equals(told.put(group, what))) {
            LOG.warn("automatic shift of {}: {}", group, what);
            news.event(Kind.DR_GROUP.plural() + "/" + group, what);
        }
    }

    private static SwitchOverRequest request(SwitchOverSpec spec, boolean dryRun) {
        return new SwitchOverRequest("", spec, dryRun, SwitchOrigin.AUTOMATIC, AUTHOR, Origin.SYSTEM);
    }

    private static SwitchOverAct act(String id, SwitchOverEvent.Said said) {
        return new SwitchOverAct(id, said, null, Origin.SYSTEM);
    }

    private static boolean ready(WriteResult result) {
        return result instanceof WriteResult.Applied applied && !applied.resources().isEmpty()
                && applied.resources().getFirst().spec() instanceof SwitchOverSpec spec && spec.status() != null
                && spec.status().state() == SwitchOverState.READY;
    }

    private static String why(WriteResult result) {
        return switch (result) {
            case WriteResult.Applied applied -> applied.resources().isEmpty()
                    ? "nothing came of it"
                    : stopped(applied.resources().getFirst());
            case WriteResult.Invalid invalid -> "it is invalid: " + invalid.violations();
            case WriteResult.Conflict conflict -> conflict.detail();
            case WriteResult.Stale stale -> stale.object() + " was changed meanwhile";
            case WriteResult.Guarded guarded -> guarded.guard() + ": " + guarded.detail();
            case WriteResult.NotFound missing -> missing.name() + " is not there";
            case WriteResult.Unavailable away -> away.reason();
        };
    }

    private static String stopped(Resource record) {
        return record.spec() instanceof SwitchOverSpec spec && spec.status() != null
                && !spec.status().history().isEmpty()
                        ? "its checks say: " + spec.status().history().getLast().detail()
                        : "its checks do not pass";
    }
}
