package io.spillway.control.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchTransition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators and metrics how switch-overs go on, whoever carries them out. For the state's thread. */
record SwitchNews(String place, EventHub events, NodeObserver metrics) {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchNews.class);

    void onChange(StateChange change) {
        boolean any = false;
        for (StateChange.Changed changed : change.resources()) {
            if (changed.newest().kind() == Kind.SWITCH_OVER) {
                any = true;
                SwitchOverStatus after = status(changed.after());
                if (after != null) {
                    tell(changed.newest().name(), status(changed.before()), after);
                }
            }
        }
        if (any) {
            metrics.switchOvers(states(change.state()));
        }
    }

    /** At the start nothing is news, but everything is shown. */
    void onLoaded(ControlState loaded) {
        metrics.switchOvers(states(loaded));
    }

    private void tell(String id, @Nullable SwitchOverStatus before, SwitchOverStatus after) {
        long known = before == null ? 0 : before.sequence();
        List<SwitchTransition> history = after.history();
        for (int i = 0; i < history.size(); i++) {
            SwitchTransition each = history.get(i);
            if (each.sequence() <= known) {
                continue;
            }
            events.emit("switchover", Kind.SWITCH_OVER.plural() + "/" + id, each.from() + " -> " + each.to() + ", "
                    + each.event() + (each.detail().isEmpty() ? "" : ": " + each.detail()),
                    Map.of("from", each.from().name(), "to", each.to().name(), "event", each.event(), "position",
                            each.position().toString(), "by", each.node()));
            if (each.from() != each.to()) {
                LOG.info("switch-over {}: {} -> {}, {} {}", id, each.from(), each.to(), each.event(), each.detail());
            }
            if (each.node().equals(place) && i > 0) {
                SwitchTransition last = history.get(i - 1);
                metrics.switchOverLeft(phase(last), Duration.between(last.at(), each.at()));
            }
        }
    }

    /** A state, or of a state of several phases the one that was left. */
    private static String phase(SwitchTransition entered) {
        return switch (entered.to()) {
            case SHIFTING, ROLLING_BACK -> entered.to() + "_" + entered.position().phase();
            default -> entered.to().name();
        };
    }

    private static Map<String, String> states(ControlState state) {
        Map<String, String> states = new TreeMap<>();
        state.all(Kind.SWITCH_OVER).forEach((id, resource) -> {
            SwitchOverStatus status = status(resource);
            if (status != null && !status.state().over()) {
                states.put(id, status.state().name());
            }
        });
        return states;
    }

    private static @Nullable SwitchOverStatus status(@Nullable Resource resource) {
        return resource != null && resource.spec() instanceof SwitchOverSpec spec ? spec.status() : null;
    }
}
