package io.spillway.control.drill;

import java.util.Map;

import io.spillway.control.state.StateChange;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators how drills go on, whichever node carries that out. For the state's thread. */
record DrillNews(Drills.Events events) {

    private static final Logger LOG = LoggerFactory.getLogger(DrillNews.class);

    void onChange(StateChange change) {
        for (StateChange.Changed changed : change.resources()) {
            Resource after = changed.after();
            if (after != null && after.kind() == Kind.DRILL && after.spec() instanceof DrillSpec drill) {
                for (DrillRunRecord run : drill.status().runs()) {
                    tell(after.name(), before(changed.before(), run.id()), run);
                }
            }
        }
    }

    private static @Nullable DrillRunRecord before(@Nullable Resource stood, String run) {
        return stood != null && stood.spec() instanceof DrillSpec drill
                ? drill.status().run(run).orElse(null)
                : null;
    }

    private void tell(String drill, @Nullable DrillRunRecord before, DrillRunRecord run) {
        if (before != null && before.state() == run.state()) {
            if (before.abort() == null && run.abort() != null) {
                LOG.info("drill {}, run {}: {} is to end early: {}", drill, run.id(), run.state(), run.abort());
                emit(drill, run, "is to end early: " + run.abort());
            }
            return;
        }
        String from = before == null ? "due" : before.state().name();
        String why = String.join("; ", run.reasons());
        LOG.info("drill {}, run {}: {} -> {} {}", drill, run.id(), from, run.state(), why);
        emit(drill, run, from + " -> " + run.state() + (run.agent() == null ? "" : ", agent " + run.agent())
                + (why.isEmpty() ? "" : ": " + why));
    }

    private void emit(String drill, DrillRunRecord run, String detail) {
        events.emit(Kind.DRILL.plural() + "/" + drill, detail, Map.of("run", run.id(), "state", run.state().name()));
    }
}
