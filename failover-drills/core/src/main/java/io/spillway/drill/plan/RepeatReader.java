package io.spillway.drill.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.fleet.Selector;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repetition as the steps that it stands for. With {@code every} each turn begins so long after the one before it
 * began, and the last turn takes as long as the others. With {@code each}, a list of processes, a selector with the name
 * {@code each} picks the one whose turn it is. Events, phases and switch-overs are numbered.
 */
final class RepeatReader {

    private static final int MOST = 1000;
    private static final String EACH = "each";

    private RepeatReader() {}

    static List<Step> read(Decoder repeat) {
        int times = repeat.required("times", ScalarType.integer(1, MOST));
        Duration every = repeat.optional("every", ScalarType.DURATION);
        int first = repeat.optional("from", ScalarType.integer(1, MOST), 1);
        List<String> each = repeat.list("each", ScalarType.SOME_TEXT);
        List<Step> steps = repeat.children("steps", StepReader::read);
        if (each.isEmpty() && steps.stream().anyMatch(RepeatReader::takesTurns)) {
            repeat.violation("each", "names of processes, because a step picks each");
        }
        if (steps.isEmpty()) {
            repeat.violation("steps", "at least one step");
        }
        List<Step> all = new ArrayList<>();
        pace(all, 0, every);
        for (int turn = 0; turn < times; turn++) {
            for (Step step : steps) {
                all.add(numbered(each.isEmpty() ? step : taking(step, each.get(turn % each.size())), first + turn));
            }
            pace(all, turn + 1, every);
        }
        return all;
    }

    private static void pace(List<Step> all, int turn, @Nullable Duration every) {
        if (every != null) {
            all.add(new Step.Pace(turn, every));
        }
    }

    private static boolean takesTurns(Step step) {
        return switch (step) {
            case Step.Strike strike -> EACH.equals(strike.selector().name());
            case Step.SampleHeap sample -> EACH.equals(sample.selector().name());
            default -> false;
        };
    }

    private static Step taking(Step step, String name) {
        if (!takesTurns(step)) {
            return step;
        }
        return switch (step) {
            case Step.Strike it -> new Step.Strike(it.event(), it.expectation(), it.blow(), named(it.selector(), name),
                    it.within(), it.ttl());
            case Step.SampleHeap it -> new Step.SampleHeap(named(it.selector(), name), it.mark());
            default -> step;
        };
    }

    private static Selector named(Selector selector, String name) {
        return new Selector(selector.idc(), selector.role(), selector.service(), name);
    }

    private static Step numbered(Step step, int number) {
        return switch (step) {
            case Step.Phase(String name) -> new Step.Phase(name + "-" + number);
            case Step.Strike it ->
                new Step.Strike(it.event() + "-" + number, it.expectation(), it.blow(), it.selector(), it.within(),
                        it.ttl());
            case Step.Break it ->
                new Step.Break(it.event() + "-" + number, it.expectation(), it.fault(), it.ttl());
            case Step.End it -> new Step.End(it.event() + "-" + number, it.expectation(), it.fault() + "-" + number);
            case Step.Shift it -> new Step.Shift(it.event() + "-" + number, it.expectation(), it.idc(), it.scope(),
                    it.weights(), it.excluded(), it.reason());
            case Step.ClearShift it ->
                new Step.ClearShift(it.event() + "-" + number, it.expectation(), it.idc(), it.scope());
            case Step.SwitchOver it -> new Step.SwitchOver(it.event() + "-" + number, it.expectation(), it.idc(),
                    it.name() + "-" + number, it.scope(), it.from(), it.to(), it.percents(), it.soak(), it.mode(),
                    it.reason(), it.within(), it.origin(), it.until());
            case Step.RollBack it -> new Step.RollBack(it.event() + "-" + number, it.expectation(), it.idc(),
                    it.name() + "-" + number, it.reason(), it.within());
            case Step.EndSwitchOvers it ->
                new Step.EndSwitchOvers(it.event() + "-" + number, it.expectation(), it.idc(), it.within());
            case Step.Attempt it -> new Step.Attempt(it.event() + "-" + number, it.expectation(), it.idc(), it.method(),
                    it.path(), it.body());
            case Step.AcceptRegistry it ->
                new Step.AcceptRegistry(it.event() + "-" + number, it.expectation(), it.idc(), it.within());
            case Step.Apply it -> new Step.Apply(it.event() + "-" + number, it.expectation(), it.idc(), it.file());
            case Step.AwaitSwitchOver it -> new Step.AwaitSwitchOver(it.idc(), it.name() + "-" + number, it.within());
            case Step.EtcdData _,Step.Sleep _,Step.Await _,Step.Churn _,Step.AwaitClients _,Step.SampleHeap _,Step.Pace _ -> step;
        };
    }
}
