package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.control.switchover.auto.Outlook.Group;
import io.spillway.model.document.Durations;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/** Decides whether a DrGroup's traffic leaves an IDC by its policy. Pure. */
public final class Automatic {

    /** For so long a DrGroup is not moved again: what comes and goes is for people. */
    static final Duration REST = Duration.ofHours(1);

    private final Outlook outlook;
    private final Memory memory;
    private final Group group;

    private Automatic(Outlook outlook, Memory memory, Group group) {
        this.outlook = outlook;
        this.memory = memory;
        this.group = group;
    }

    /** Decides, by what is known at one moment and since when IDCs are judged failed. */
    public static Decision decide(Outlook outlook, Memory memory, Group group) {
        return new Automatic(outlook, memory, group).decide();
    }

    /** Returns why a DrGroup's policy could not act when one of its IDCs fails; empty when it could. */
    public static List<String> hindrances(Outlook outlook, Group group) {
        List<String> hindrances = new ArrayList<>();
        if (!group.spec().idcs().contains(outlook.ownIdc())) {
            hindrances.add(outlook.ownIdc() + " is none of its IDCs");
        }
        int above = group.spec().limits().approveAbove();
        if (above < 100) {
            hindrances.add("a move of more than " + above + " % needs somebody's approval (approveAbove)");
        }
        String frozen = group.spec().limits().forbids(outlook.now());
        if (frozen != null) {
            hindrances.add(frozen);
        }
        group.spec().idcs().stream().filter(idc -> !idc.equals(outlook.ownIdc())).forEach(idc -> {
            String tooFew = Quorum.tooFew(idc, outlook.words());
            if (tooFew != null) {
                hindrances.add(tooFew);
            }
        });
        return hindrances;
    }

    private Decision decide() {
        List<String> failed = group.spec().idcs().stream().filter(idc -> memory.failedFor(idc) != null).toList();
        if (failed.isEmpty()) {
            return new Decision.Stay("none of its IDCs is judged failed");
        }
        if (failed.size() > 1) {
            return new Decision.Stay(String.join(", ", failed) + " are judged failed together: no policy decides that");
        }
        String from = failed.getFirst();
        String stay = early(from);
        stay = stay == null ? forbidden() : stay;
        stay = stay == null ? others(from) : stay;
        stay = stay == null ? standing() : stay;
        stay = stay == null ? last(from) : stay;
        if (stay != null) {
            return new Decision.Stay(stay);
        }
        return group.spec().idcs().stream().filter(idc -> !idc.equals(from) && outlook.well(idc)).findFirst()
                .<Decision>map(to -> new Decision.Act(spec(from, to)))
                .orElseGet(() -> new Decision.Stay("none of its other IDCs is known to be well"));
    }

    private @Nullable String early(String from) {
        Duration held = memory.failedFor(from);
        Duration holdDown = group.policy().holdDown();
        return held == null || held.compareTo(holdDown) < 0
                ? from + " is not judged failed for " + Durations.format(holdDown) + " yet"
                : null;
    }

    private @Nullable String forbidden() {
        if (!group.spec().idcs().contains(outlook.ownIdc())) {
            return outlook.ownIdc() + " is none of its IDCs";
        }
        if (group.spec().limits().approveAbove() < 100) {
            return "somebody would have to approve it";
        }
        return group.spec().limits().forbids(outlook.now());
    }

    /** One IDC decides: else two would at once. */
    private @Nullable String others(String from) {
        String decides = group.spec().idcs().stream().filter(idc -> !idc.equals(from) && outlook.heard(idc)).sorted()
                .findFirst().orElse("");
        if (!decides.equals(outlook.ownIdc())) {
            return decides + " decides it";
        }
        for (Resource record : outlook.state().sorted(Kind.SWITCH_OVER)) {
            if (record.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
                String stay = other(record.name(), spec, spec.status(), from);
                if (stay != null) {
                    return stay;
                }
            }
        }
        return null;
    }

    private @Nullable String other(String id, SwitchOverSpec spec, SwitchOverStatus status, String from) {
        SwitchOverState state = status.state();
        boolean automatic = status.origin() == SwitchOrigin.AUTOMATIC;
        boolean begun = status.history().stream().anyMatch(each -> each.to().moving());
        boolean ours = spec.scopes().contains(scope());
        if (ours && state.moving()) {
            return "switch-over " + id + " moves it and is " + state;
        }
        if (automatic && !spec.from().equals(from) && begun && !state.over()) {
            return "one IDC at a time: switch-over " + id + " away from " + spec.from() + " is " + state;
        }
        if (automatic && (state.before() || (state.moving() && state != SwitchOverState.SOAKING))) {
            return "one move at a time: switch-over " + id + " is " + state;
        }
        Instant last = status.history().isEmpty() ? status.since() : status.history().getFirst().at();
        return automatic && ours && begun && Duration.between(last, outlook.now()).compareTo(REST) < 0
                ? "switch-over " + id + " has moved it at " + last + ", less than " + Durations.format(REST) + " ago"
                : null;
    }

    /** What an operator or a switch-over made of its traffic goes before any policy. */
    private @Nullable String standing() {
        Resource shift = outlook.state().get(Kind.TRAFFIC_SHIFT, scope().resourceName());
        return shift != null && shift.spec() instanceof TrafficShiftSpec spec && !spec.cleared()
                ? "a shift of it stands already: " + spec.reason()
                : null;
    }

    private @Nullable String last(String from) {
        long left = group.spec().idcs().stream().filter(idc -> !idc.equals(from) && outlook.well(idc)).count();
        int needed = Math.max(1, group.spec().minActive());
        return left < needed ? left + " of its other IDCs are known to be well (minActive is " + needed + ")" : null;
    }

    private ShiftScope scope() {
        return new ShiftScope.DrGroupScope(group.name());
    }

    private SwitchOverSpec spec(String from, String to) {
        AutomaticPolicy policy = group.policy();
        Duration home = policy.returnAfter();
        return new SwitchOverSpec(List.of(scope()), from, to, policy.steps(), policy.soak(), Gates.DEFAULT,
                SwitchMode.UNGRACEFUL, SwitchOverSpec.NO_FENCE, false, home == null ? SwitchOverSpec.EXPIRES : home,
                home == null ? OnExpiry.ALARM : OnExpiry.CLEAR,
                "automatic: " + from + " is " + Quorum.of(from, outlook.words()).why(), null);
    }
}
