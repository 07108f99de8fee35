package io.spillway.drill.mock.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.NackRule;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Reads steps. A step is a mapping with exactly one key: {@code subscribe}, {@code unsubscribe}, {@code wait},
 * {@code waitFor}, {@code ackAfter}, {@code nack}, {@code acceptAll}, {@code silent}, {@code resume}, {@code reconnect},
 * {@code connect}, {@code disconnect}, {@code repeat}.
 */
final class StepReader {

    /** Where a client goes next: true for the next address. */
    static final ScalarType<Boolean> ADDRESS = ScalarType.choice(Map.of("same", false, "next", true));

    private static final ScalarType<Boolean> YES = new ScalarType<>("true", true,
            scalar -> Boolean.TRUE.equals(scalar) ? Boolean.TRUE : null);
    private static final ScalarType<XdsType> ANY_TYPE = ScalarType.text(
            "one of CDS, EDS, LDS, RDS, SERVICE_ENTRY, TRAFFIC_SHIFT, or a type URL", XdsType.CDS,
            word -> XdsType.isWord(word) ? XdsType.of(word) : null);
    private static final ScalarType<XdsType> WORLD_TYPE = ScalarType.text(
            "one of CDS, EDS, LDS, RDS, or the URL of a type that has its name inside", XdsType.CDS,
            word -> XdsType.isWord(word) && XdsType.of(word).namesItself() ? XdsType.of(word) : null);
    private static final ScalarType<List<String>> NAMES = ScalarType.text(
            "name, or pattern as in service-{0..4999} for at most " + NamePattern.MOST + " names", List.of(),
            NamePattern::expand);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_TIMES = 1_000_000;
    private static final Step NOTHING = new Step.Pause(Duration.ZERO);

    private final ScalarType<XdsType> type;

    private StepReader(Protocol protocol) {
        this.type = protocol == Protocol.WORLD ? WORLD_TYPE : ANY_TYPE;
    }

    static List<Step> readAll(Decoder group, Protocol protocol) {
        StepReader reader = new StepReader(protocol);
        return group.children("steps", reader::read);
    }

    private Step read(Decoder step) {
        List<Step> found = Stream.of(step.optionalChild("subscribe", this::subscribe),
                step.optionalChild("unsubscribe", this::unsubscribe), pause(step),
                step.optionalChild("waitFor", this::await), ackAfter(step), step.optionalChild("nack", this::nack),
                plain(step, "acceptAll", new Step.Nack(List.of())), plain(step, "silent", new Step.Silence()),
                plain(step, "resume", new Step.Resume()), step.optionalChild("reconnect", StepReader::reconnect),
                plain(step, "connect", new Step.Connect()), plain(step, "disconnect", new Step.Disconnect()),
                step.optionalChild("repeat", this::repeat)).filter(Objects::nonNull).toList();
        if (found.size() != 1) {
            step.violation("exactly one of subscribe, unsubscribe, wait, waitFor, ackAfter, nack, acceptAll, silent, "
                    + "resume, reconnect, connect, disconnect, repeat");
            return NOTHING;
        }
        return found.getFirst();
    }

    private static @Nullable Step plain(Decoder step, String key, Step meant) {
        return step.optional(key, YES) == null ? null : meant;
    }

    private static @Nullable Step pause(Decoder step) {
        Duration time = step.optional("wait", ScalarType.DURATION);
        return time == null ? null : new Step.Pause(time);
    }

    private static @Nullable Step ackAfter(Decoder step) {
        Duration delay = step.optional("ackAfter", ScalarType.DURATION);
        return delay == null ? null : new Step.AckAfter(delay);
    }

    private Step subscribe(Decoder subscribe) {
        XdsType wanted = subscribe.required("type", type);
        NameSet names = names(subscribe);
        if (names.isEmpty() && !wanted.wildcardByDefault()) {
            subscribe.violation("names", "at least one name: of this type nobody gets everything");
        }
        return new Step.Subscribe(wanted, names);
    }

    private Step unsubscribe(Decoder unsubscribe) {
        NameSet names = names(unsubscribe);
        if (names.isEmpty()) {
            unsubscribe.violation("names", "at least one name, or \"*\"");
        }
        return new Step.Unsubscribe(unsubscribe.required("type", type), names);
    }

    private static NameSet names(Decoder step) {
        List<String> names = new ArrayList<>();
        step.list("names", NAMES).forEach(names::addAll);
        return NameSet.of(names);
    }

    private Step await(Decoder await) {
        XdsType of = await.required("type", type);
        Duration within = await.optional("within", ScalarType.DURATION, PATIENCE);
        Integer count = await.optional("count", ScalarType.integer(0, Integer.MAX_VALUE));
        String name = await.optional("name", ScalarType.SOME_TEXT);
        String version = await.optional("version", ScalarType.SOME_TEXT);
        Boolean answered = await.optional("answered", YES);
        long said = Stream.of(count, name, answered).filter(Objects::nonNull).count();
        if (said != 1 || (version != null && name == null)) {
            await.violation("exactly one of count, answered: true, and name (with or without version)");
        }
        if (name != null) {
            return new Step.Await(new Step.Condition.Holds(of, name, version), within);
        }
        return new Step.Await(
                count == null ? new Step.Condition.Answered(of) : new Step.Condition.Count(of, count), within);
    }

    private Step nack(Decoder nack) {
        return new Step.Nack(List.of(new NackRule(nack.optional("type", type),
                nack.optional("names", ScalarType.SOME_TEXT, "*"),
                nack.optional("first", ScalarType.integer(1, Integer.MAX_VALUE), 0),
                nack.optional("message", ScalarType.SOME_TEXT, "refused by a mock data plane"),
                nack.optional("naming", ScalarType.BOOL, true))));
    }

    private static Step reconnect(Decoder reconnect) {
        return new Step.Reconnect(reconnect.optional("versions", ScalarType.BOOL, true),
                reconnect.optional("address", ADDRESS, false));
    }

    private Step repeat(Decoder repeat) {
        List<Step> steps = repeat.children("steps", this::read);
        if (steps.isEmpty()) {
            repeat.violation("steps", "at least one step");
        }
        return new Step.Repeat(repeat.required("times", ScalarType.integer(1, MOST_TIMES)), steps);
    }
}
