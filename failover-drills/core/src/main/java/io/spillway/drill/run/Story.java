package io.spillway.drill.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.plan.Expectation;
import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Outage;
import io.spillway.drill.verdict.RunRecord.Phase;
import io.spillway.drill.verdict.RunRecord.ShiftInForce;
import io.spillway.drill.verdict.SwitchOverTrace;
import io.spillway.drill.verdict.SwitchOverTrace.Transition;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/** What has happened so far. Owned by the thread that plays the steps. */
final class Story {

    private record Begun(String name, double atMs) {}

    private record Happened(String name, String what, double injectMs, @Nullable Expectation expectation) {}

    private record Down(String idc, @Nullable String service) {}

    private final List<Begun> phases = new ArrayList<>();
    private final List<Happened> events = new ArrayList<>();
    private final Map<String, Double> decided = new HashMap<>();
    private final List<ShiftInForce> shifts = new ArrayList<>();
    private final Map<String, ShiftInForce> inForce = new HashMap<>();
    /** What stood before a switch-over and comes back with its rollback, by its name. */
    private final Map<String, ShiftInForce> setAside = new HashMap<>();
    private final Map<String, Integer> followed = new HashMap<>();
    private final List<Outage> outages = new ArrayList<>();
    private final Map<Down, Double> down = new HashMap<>();

    void phase(String name, double atMs) {
        phases.add(new Begun(name, atMs));
    }

    void happens(Step.Happening happening, String what, double atMs) {
        events.add(new Happened(happening.event(), what, atMs, happening.expectation()));
    }

    void committed(Step.Happening happening, double atMs) {
        decided.put(happening.event(), atMs);
    }

    void shifted(String scope, Map<String, Integer> weights, double atMs) {
        cleared(scope, atMs);
        inForce.put(scope, new ShiftInForce(atMs, Double.MAX_VALUE, weights));
    }

    void cleared(String scope, double atMs) {
        ShiftInForce before = inForce.remove(scope);
        if (before != null) {
            shifts.add(new ShiftInForce(before.fromMs(), atMs, before.weights(), before.entrance()));
        }
    }

    /** Follows what a switch-over does to weights; what was followed before is not followed again. */
    void followed(Step.SwitchOver asked, SwitchOverTrace trace) {
        String key = asked.idc() + "/" + asked.name();
        int seen = followed.getOrDefault(key, 0);
        for (Transition each : trace.transitions().subList(seen, trace.transitions().size())) {
            if (each.turnsBack()) {
                cleared(asked.scope(), each.atMs());
            } else if (each.tellsEverybody() && each.to() == SwitchOverState.ROLLING_BACK) {
                comesBack(asked, each.atMs());
            } else if (each.tellsEverybody()) {
                moves(asked, each);
            }
        }
        followed.put(key, trace.transitions().size());
    }

    private void moves(Step.SwitchOver asked, Transition each) {
        ShiftInForce before = inForce.get(asked.scope());
        cleared(asked.scope(), each.atMs());
        if (before != null && !asked.from().equals(before.entrance())) {
            setAside.put(asked.idc() + "/" + asked.name(), before);
        }
        int percent = asked.percents().get(each.step());
        inForce.put(asked.scope(), new ShiftInForce(each.atMs(), Double.MAX_VALUE,
                Map.of(asked.from(), 100 - percent, asked.to(), percent), asked.from()));
    }

    private void comesBack(Step.SwitchOver asked, double atMs) {
        ShiftInForce before = setAside.remove(asked.idc() + "/" + asked.name());
        if (before != null) {
            inForce.put(asked.scope(),
                    new ShiftInForce(atMs, Double.MAX_VALUE, before.weights(), before.entrance()));
        }
    }

    void down(String idc, @Nullable String service, double atMs) {
        down.putIfAbsent(new Down(idc, service), atMs);
    }

    void up(String idc, @Nullable String service, double atMs) {
        Double since = down.remove(new Down(idc, service));
        if (since != null) {
            outages.add(new Outage(idc, service, since, atMs));
        }
    }

    /** Ends everything that is still going on. */
    void end(double atMs) {
        List.copyOf(inForce.keySet()).forEach(scope -> cleared(scope, atMs));
        List.copyOf(down.keySet()).forEach(each -> up(each.idc(), each.service(), atMs));
    }

    List<Phase> phases(double endMs) {
        List<Phase> result = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            double toMs = i + 1 < phases.size() ? phases.get(i + 1).atMs() : endMs;
            result.add(new Phase(phases.get(i).name(), phases.get(i).atMs(), toMs));
        }
        return result;
    }

    List<Event> events(double endMs) {
        List<Event> result = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Happened event = events.get(i);
            double untilMs = i + 1 < events.size() ? events.get(i + 1).injectMs() : endMs;
            result.add(new Event(event.name(), event.what(), event.injectMs(), decided.get(event.name()), untilMs,
                    event.expectation()));
        }
        return result;
    }

    List<ShiftInForce> shifts() {
        return shifts;
    }

    List<Outage> outages() {
        return outages;
    }
}
