package io.spillway.drill.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.plan.Step.Blow;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Reads steps. A step is a mapping with exactly one key that says what is done ({@code phase}, {@code sleep},
 * {@code kill}, {@code stop}, {@code continue}, {@code start}, {@code restart}, {@code link}, {@code network}, {@code grey}, {@code filter},
 * {@code end}, {@code shift}, {@code clearShift},
 * {@code switchOver}, {@code awaitSwitchOver}, {@code rollBack}, {@code endSwitchOvers}, {@code etcdData}, {@code acceptRegistry}, {@code attempt}, {@code apply}, {@code await}, {@code churn}, {@code awaitClients}, {@code sampleHeap}), and {@code event} and {@code expect} beside it
 * where something happens. {@code repeat} stands for its steps as often as it says: their events and phases are numbered.
 */
final class StepReader {

    private static final Duration RESTART = Duration.ofSeconds(60);
    private static final Step NOTHING = new Step.Sleep(Duration.ZERO);
    private static final double ALL = 100;
    private static final ScalarType<String> KEEP = ScalarType.text("keep or putBack", "keep",
            text -> text.equals("keep") || text.equals("putBack") ? text : null);
    private static final ScalarType<String> METHOD = ScalarType.text("PUT, POST or DELETE", "PUT",
            text -> List.of("PUT", "POST", "DELETE").contains(text) ? text : null);

    private StepReader() {}

    static List<Step> readAll(Decoder spec, String key) {
        return spec.children(key, StepReader::readOneOrMany).stream().flatMap(List::stream).toList();
    }

    private static List<Step> readOneOrMany(Decoder step) {
        List<Step> repeated = step.optionalChild("repeat", RepeatReader::read);
        return repeated == null ? List.of(read(step)) : repeated;
    }

    static Step read(Decoder step) {
        String event = step.optional("event", ScalarType.SOME_TEXT, "");
        Expectation expectation = step.optionalChild("expect", DrillReader::expectation);
        Duration within = step.optional("within", ScalarType.DURATION, RESTART);
        Duration ttl = step.optional("ttl", ScalarType.DURATION);
        List<Step> found = Stream
                .of(quiet(step, within), faults(step, event, expectation, within, ttl),
                        operators(step, event, expectation, within))
                .flatMap(List::stream).toList();
        if (found.size() != 1) {
            step.violation(
                    "exactly one of phase, sleep, kill, stop, continue, start, restart, link, network, grey, filter, end,"
                            + " shift, clearShift, switchOver, awaitSwitchOver, rollBack, endSwitchOvers, attempt, apply, acceptRegistry,"
                            + " etcdData, await, churn, awaitClients, sampleHeap, repeat");
            return NOTHING;
        }
        Step only = found.getFirst();
        if (only instanceof Step.Happening && event.isEmpty()) {
            step.violation("event", "a name for what happens");
        }
        if (ttl != null && !lives(only)) {
            step.violation("ttl", "no ttl, because this does not end by itself");
        }
        if (!(only instanceof Step.Happening) && (!event.isEmpty() || expectation != null)) {
            step.violation("event", "no event and no expect, because nothing happens here");
        }
        return only;
    }

    private static List<Step> quiet(Decoder step, Duration within) {
        return present(phase(step), sleep(step), step.optionalChild("await", await -> await(await, within)),
                step.optionalChild("awaitSwitchOver", await -> SwitchOverReader.readAwait(await, within)),
                step.optionalChild("etcdData", StepReader::etcdData),
                step.optionalChild("churn", ChurnReader::read), awaitClients(step, within), sampleHeap(step));
    }

    private static List<Step> faults(Decoder step, String event, @Nullable Expectation expectation, Duration within,
            @Nullable Duration ttl) {
        return present(strike(step, "kill", Blow.KILL, event, expectation, within, ttl),
                strike(step, "stop", Blow.STOP, event, expectation, within, ttl),
                strike(step, "continue", Blow.CONTINUE, event, expectation, within, ttl),
                strike(step, "start", Blow.START, event, expectation, within, ttl),
                strike(step, "restart", Blow.RESTART, event, expectation, within, ttl),
                FaultReader.read(step, event, expectation, ttl), step.optionalChild("end",
                        end -> new Step.End(event, expectation, end.required("fault", ScalarType.SOME_TEXT))));
    }

    private static List<Step> operators(Decoder step, String event, @Nullable Expectation expectation,
            Duration within) {
        return present(step.optionalChild("shift", shift -> shift(shift, event, expectation)),
                step.optionalChild("clearShift", shift -> clearShift(shift, event, expectation)),
                step.optionalChild("switchOver", move -> SwitchOverReader.read(move, event, expectation, within)),
                step.optionalChild("rollBack", back -> SwitchOverReader.readBack(back, event, expectation, within)),
                step.optionalChild("endSwitchOvers",
                        end -> new Step.EndSwitchOvers(event, expectation, end.required("idc", ScalarType.SOME_TEXT),
                                within)),
                step.optionalChild("acceptRegistry",
                        accept -> new Step.AcceptRegistry(event, expectation,
                                accept.required("idc", ScalarType.SOME_TEXT),
                                within)),
                step.optionalChild("attempt", attempt -> attempt(attempt, event, expectation)),
                step.optionalChild("apply", apply -> apply(apply, event, expectation)));
    }

    private static List<Step> present(@Nullable Step... read) {
        return Stream.of(read).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    private static boolean lives(Step step) {
        return step instanceof Step.Break
                || (step instanceof Step.Strike strike
                        && (strike.blow() == Blow.KILL || strike.blow() == Blow.STOP));
    }

    private static @Nullable Step phase(Decoder step) {
        String name = step.optional("phase", ScalarType.SOME_TEXT);
        return name == null ? null : new Step.Phase(name);
    }

    private static @Nullable Step sleep(Decoder step) {
        Duration duration = step.optional("sleep", ScalarType.DURATION);
        return duration == null ? null : new Step.Sleep(duration);
    }

    private static @Nullable Step awaitClients(Decoder step, Duration within) {
        Step.Aim aim = step.optional("awaitClients", ScalarType.lowerCaseChoice(Step.Aim.class));
        return aim == null ? null : new Step.AwaitClients(aim, within);
    }

    private static @Nullable Step sampleHeap(Decoder step) {
        return step.optionalChild("sampleHeap",
                sample -> new Step.SampleHeap(selector(sample), sample.required("mark", ScalarType.SOME_TEXT)));
    }

    private static @Nullable Step strike(Decoder step, String key, Blow blow, String event,
            @Nullable Expectation expectation, Duration within, @Nullable Duration ttl) {
        Selector selector = step.optionalChild(key, StepReader::selector);
        return selector == null ? null : new Step.Strike(event, expectation, blow, selector, within, ttl);
    }

    static Selector selector(Decoder selector) {
        Selector read = new Selector(selector.optional("idc", ScalarType.SOME_TEXT),
                selector.optional("role", ScalarType.lowerCaseChoice(Role.class)),
                selector.optional("service", ScalarType.SOME_TEXT), selector.optional("name", ScalarType.SOME_TEXT));
        boolean all = selector.optional("all", ScalarType.BOOL, false);
        if (read.equals(Selector.ALL) != all) {
            selector.violation("one or more of idc, role, service, name; or all: true alone");
        }
        return read;
    }

    private static Step shift(Decoder shift, String event, @Nullable Expectation expectation) {
        Map<String, Integer> weights = shift.map("weights", ScalarType.integer(0, 100));
        if (weights.values().stream().mapToInt(Integer::intValue).sum() != 100) {
            shift.violation("weights", "percent by IDC with sum 100");
        }
        return new Step.Shift(event, expectation, shift.required("idc", ScalarType.SOME_TEXT),
                shift.required("scope", ScalarType.SOME_TEXT), weights, shift.list("excluded", ScalarType.SOME_TEXT),
                shift.required("reason", ScalarType.SOME_TEXT));
    }

    private static Step clearShift(Decoder shift, String event, @Nullable Expectation expectation) {
        return new Step.ClearShift(event, expectation, shift.required("idc", ScalarType.SOME_TEXT),
                shift.required("scope", ScalarType.SOME_TEXT));
    }

    private static Step apply(Decoder apply, String event, @Nullable Expectation expectation) {
        return new Step.Apply(event, expectation, apply.required("idc", ScalarType.SOME_TEXT),
                Path.of(apply.required("file", ScalarType.SOME_TEXT)));
    }

    private static Step etcdData(Decoder data) {
        return new Step.EtcdData(data.required("idc", ScalarType.SOME_TEXT),
                data.required("do", KEEP).equals("putBack"));
    }

    private static Step attempt(Decoder attempt, String event, @Nullable Expectation expectation) {
        return new Step.Attempt(event, expectation, attempt.required("idc", ScalarType.SOME_TEXT),
                attempt.required("method", METHOD), attempt.required("path", ScalarType.SOME_TEXT),
                attempt.optional("body", ScalarType.TEXT, ""));
    }

    private static Step await(Decoder await, Duration within) {
        return new Step.Await(DrillReader.expectation(await), await.optional("percent", DrillReader.PERCENT, ALL),
                await.optional("p99", ScalarType.DURATION), await.required("hold", ScalarType.DURATION), within);
    }
}
