package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import com.google.errorprone.annotations.FormatMethod;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.plan.Invariant;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Phase;
import org.jspecify.annotations.Nullable;

/** What each kind of invariant means. A phase or event that did not take place breaks the invariants that name it. */
final class Predicates {

    private Predicates() {}

    static Finding check(RunRecord run, Invariant invariant) {
        return switch (invariant) {
            case Invariant.NoneFailed none -> noneFailed(run, none);
            case Invariant.SuccessRate rate -> successRate(run, rate);
            case Invariant.Latency latency -> latency(run, latency);
            case Invariant.TrafficMoved moved -> trafficMoved(run, moved);
            case Invariant.Recovered recovered -> recovered(run, recovered);
            case Invariant.Misrouted misrouted ->
                atMost(misrouted.name(), Misroutes.count(run), misrouted.most(), "misrouted requests");
            case Invariant.Loops loops -> atMost(loops.name(), loops(run), loops.most(), "loops");
            case Invariant.Delivered delivered -> delivered(run, delivered);
            case Invariant.PushLatency latency -> pushLatency(run, latency);
            case Invariant.Violations violations -> ControlPredicates.violations(run.control(), violations);
            case Invariant.Newest newest -> ControlPredicates.newest(run.control(), newest);
            case Invariant.ChangesWritten written -> ControlPredicates.changesWritten(run.control(), written);
            case Invariant.Refused refused -> SafetyPredicates.refused(run.safety(), refused);
            case Invariant.Headroom room -> headroom(run, room);
            case Invariant.StaysHome home -> staysHome(run, home);
            case Invariant.HeapFlat flat -> ControlPredicates.heapFlat(run.control(), flat);
        };
    }

    /** Returns requests that were refused as loops, as users or as gateways saw it. */
    static long loops(RunRecord run) {
        return Math.max(run.loopsSeen(), Tally.of(run.recording(), run.window(), any -> true).loops());
    }

    private static Finding noneFailed(RunRecord run, Invariant.NoneFailed none) {
        Predicate<Request> counts = request -> (none.method() == null || none.method().equals(request.method()))
                && (none.service() == null || none.service().equals(request.service()));
        Optional<String> missing = missingPhase(run, none.phases());
        if (missing.isPresent()) {
            return broken(none.name(), missing.get());
        }
        Tally tally = tally(run, none.phases(), counts);
        String what = none.method() == null ? "requests" : none.method() + "s";
        return new Finding(none.name(), tally.failed() == 0 && tally.sent() > 0, tally.failed() + " of " + tally.sent()
                + " " + what + " failed (expected 0)" + (tally.failed() == 0 ? "" : " " + tally.failures()));
    }

    private static Finding successRate(RunRecord run, Invariant.SuccessRate rate) {
        Optional<String> missing = missingPhase(run, rate.phases());
        if (missing.isPresent()) {
            return broken(rate.name(), missing.get());
        }
        Tally tally = tally(run, rate.phases(), any -> true);
        boolean holds = tally.sent() > 0 && tally.successPercent() >= rate.percent();
        return new Finding(rate.name(), holds, format("%.3f %% of %d requests succeeded, %d failed (expected >= %s %%)",
                tally.successPercent(), tally.sent(), tally.failed(), plain(rate.percent())));
    }

    private static Finding latency(RunRecord run, Invariant.Latency latency) {
        Optional<String> missing = missingPhase(run, latency.phases());
        if (missing.isPresent()) {
            return broken(latency.name(), missing.get());
        }
        Tally tally = tally(run, latency.phases(), any -> true);
        double measured = tally.latencyMs(latency.percentile());
        return new Finding(latency.name(), tally.sent() > 0 && measured <= latency.most().toMillis(),
                format("p%s %.1f ms (expected <= %d ms)", plain(latency.percentile()), measured,
                        latency.most().toMillis()));
    }

    private static Finding headroom(RunRecord run, Invariant.Headroom room) {
        LoadCurve curve = LoadCurve.of(run).stream().filter(each -> each.idc().equals(room.idc())).findFirst()
                .orElse(null);
        if (curve == null) {
            return broken(room.name(), "the load of " + room.idc() + " was not raised");
        }
        LoadCurve.Point knee = curve.knee();
        Double times = curve.headroom();
        if (knee == null || times == null) {
            return broken(room.name(), "the latency of " + room.idc()
                    + " rose no more steeply at the end than at the beginning, so nobody knows what it can take");
        }
        return new Finding(room.name(), times >= room.times(),
                format("the latency of %s rises from %.0f requests/s on, %.1f times its lowest load (expected >= %s)",
                        room.idc(), knee.rps(), times, plain(room.times())));
    }

    private static Finding staysHome(RunRecord run, Invariant.StaysHome home) {
        Optional<String> missing = missingPhase(run, home.phases());
        if (missing.isPresent()) {
            return broken(home.name(), missing.get());
        }
        long served = tally(run, home.phases(), Request::ok).sent();
        long there = tally(run, home.phases(), request -> request.ok() && request.home().equals(request.servedBy()))
                .sent();
        return new Finding(home.name(), served > 0 && there * 100.0 >= home.percent() * served,
                format("%d of %d requests served at home (expected >= %s %%)", there, served, plain(home.percent())));
    }

    private static Finding trafficMoved(RunRecord run, Invariant.TrafficMoved moved) {
        Event event = event(run, moved.event());
        if (event == null) {
            return broken(moved.name(), "event " + moved.event() + " did not take place");
        }
        Double settled = Clocks.traffic(run, event, moved.percent());
        return within(moved.name(), settled, moved.within(),
                plain(moved.percent()) + " % of the traffic where " + moved.event() + " sends it");
    }

    private static Finding recovered(RunRecord run, Invariant.Recovered recovered) {
        Event event = event(run, recovered.event());
        if (event == null) {
            return broken(recovered.name(), "event " + recovered.event() + " did not take place");
        }
        Double settled = Clocks.recover(run, event, recovered.percent());
        return within(recovered.name(), settled, recovered.within(), plain(recovered.percent()) + " % success");
    }

    private static Finding delivered(RunRecord run, Invariant.Delivered delivered) {
        if (!run.control().clients().isEmpty()) {
            return ControlPredicates.delivered(run.control(), delivered);
        }
        PushFigures figures = PushFigures.of(run);
        boolean holds = figures.pushes() > 0 && figures.deliveryRatio() * 100 >= delivered.percent();
        return new Finding(delivered.name(), holds, format("%.2f %% of %d pushes Acked (expected >= %s %%)",
                figures.deliveryRatio() * 100, figures.pushes(), plain(delivered.percent())));
    }

    private static Finding pushLatency(RunRecord run, Invariant.PushLatency latency) {
        if (!run.control().clients().isEmpty()) {
            return ControlPredicates.pushLatency(run.control(), latency);
        }
        List<Double> acks = PushFigures.acks(PushFigures.counted(run));
        if (acks.isEmpty()) {
            return broken(latency.name(), "no push was Acked");
        }
        double measured = Clocks.rank(acks, latency.percentile());
        return new Finding(latency.name(), measured <= latency.most().toMillis(),
                format("p%s from registry event to Ack %.1f ms over %d Acks (expected <= %d ms)",
                        plain(latency.percentile()), measured, acks.size(), latency.most().toMillis()));
    }

    private static Finding within(String name, @Nullable Double settledMs, Duration within, String what) {
        boolean holds = settledMs != null && settledMs <= within.toMillis();
        String measured = settledMs == null ? "never" : format("after %.0f ms", settledMs);
        return new Finding(name, holds, what + ": " + measured + " (expected <= " + within.toMillis() + " ms)");
    }

    private static Finding atMost(String name, long measured, long most, String what) {
        return new Finding(name, measured <= most, measured + " " + what + " (expected <= " + most + ")");
    }

    private static Finding broken(String name, String why) {
        return new Finding(name, false, why);
    }

    private static Tally tally(RunRecord run, List<String> phases, Predicate<Request> filter) {
        if (phases.isEmpty()) {
            return Tally.of(run.recording(), run.window(), filter);
        }
        Tally tally = new Tally();
        for (Phase phase : run.phases()) {
            if (phases.contains(phase.name())) {
                run.recording().forEach(phase.window(), filter, tally);
            }
        }
        return tally;
    }

    private static Optional<String> missingPhase(RunRecord run, List<String> phases) {
        return phases.stream()
                .filter(name -> run.phases().stream().noneMatch(phase -> phase.name().equals(name)))
                .findFirst()
                .map(name -> "phase " + name + " did not take place");
    }

    private static @Nullable Event event(RunRecord run, String name) {
        return run.events().stream().filter(event -> event.name().equals(name)).findFirst().orElse(null);
    }

    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    @FormatMethod
    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
