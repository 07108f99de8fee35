package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Reads invariants. An invariant is a mapping with a {@code name} and exactly one key that says what must hold:
 * {@code noneFailed}, {@code successRate}, {@code latency}, {@code trafficMoved}, {@code recovered}, {@code misrouted},
 * {@code loops}, {@code delivered}, {@code pushLatency}, {@code violations}, {@code newest}, {@code changesWritten},
 * {@code heapFlat}, {@code refused}, {@code staysHome}, {@code headroom}.
 */
final class InvariantReader {

    private static final ScalarType<Long> COUNT = ScalarType.longInteger(0, Long.MAX_VALUE);
    private static final ScalarType<Double> TIMES = ScalarType.number(1, 1000);
    private static final ScalarType<String> METHOD = ScalarType.text("GET or POST", "GET",
            text -> text.equals("GET") || text.equals("POST") ? text : null);
    private static final Invariant NOTHING = new Invariant.Loops("", 0);
    private static final double SHARE = 99;

    private InvariantReader() {}

    static List<Invariant> readAll(Decoder spec) {
        return spec.children("invariants", InvariantReader::read);
    }

    private static Invariant read(Decoder invariant) {
        String name = invariant.required("name", ScalarType.SOME_TEXT);
        List<Invariant> found = Stream.of(overRequests(invariant, name), aroundEvents(invariant, name),
                overCounts(invariant, name), overControl(invariant, name)).flatMap(List::stream).toList();
        if (found.size() != 1) {
            invariant.violation("exactly one of noneFailed, successRate, latency, trafficMoved, recovered, misrouted,"
                    + " loops, delivered, pushLatency, violations, newest, changesWritten, heapFlat, refused, staysHome,"
                    + " headroom");
            return NOTHING;
        }
        return found.getFirst();
    }

    private static List<Invariant> overRequests(Decoder invariant, String name) {
        return present(
                invariant.optionalChild("noneFailed",
                        none -> new Invariant.NoneFailed(name, none.optional("method", METHOD),
                                none.optional("service", ScalarType.SOME_TEXT), phases(none))),
                invariant.optionalChild("successRate",
                        rate -> new Invariant.SuccessRate(name, percent(rate), phases(rate))),
                invariant.optionalChild("latency", latency -> new Invariant.Latency(name,
                        latency.required("percentile", DrillReader.PERCENT), duration(latency, "most"),
                        phases(latency))));
    }

    private static List<Invariant> aroundEvents(Decoder invariant, String name) {
        return present(
                invariant.optionalChild("refused",
                        refused -> new Invariant.Refused(name, refused.list("events", ScalarType.SOME_TEXT))),
                invariant.optionalChild("headroom",
                        room -> new Invariant.Headroom(name, room.required("idc", ScalarType.SOME_TEXT),
                                room.required("times", TIMES))),
                invariant.optionalChild("staysHome",
                        home -> new Invariant.StaysHome(name, percent(home), phases(home))),
                invariant.optionalChild("trafficMoved",
                        moved -> new Invariant.TrafficMoved(name, event(moved),
                                moved.optional("percent", DrillReader.PERCENT, SHARE), duration(moved, "within"))),
                invariant.optionalChild("recovered",
                        recovered -> new Invariant.Recovered(name, event(recovered),
                                recovered.optional("percent", DrillReader.PERCENT, SHARE),
                                duration(recovered, "within"))));
    }

    private static List<Invariant> overCounts(Decoder invariant, String name) {
        return present(
                invariant.optionalChild("misrouted",
                        most -> new Invariant.Misrouted(name, most.required("most", COUNT))),
                invariant.optionalChild("loops", most -> new Invariant.Loops(name, most.required("most", COUNT))),
                invariant.optionalChild("delivered", delivered -> new Invariant.Delivered(name, percent(delivered))),
                invariant.optionalChild("pushLatency", latency -> new Invariant.PushLatency(name,
                        latency.required("percentile", DrillReader.PERCENT), duration(latency, "most"))));
    }

    private static List<Invariant> overControl(Decoder invariant, String name) {
        return present(
                invariant.optionalChild("violations",
                        most -> new Invariant.Violations(name, most.required("most", COUNT))),
                invariant.optionalChild("newest", newest -> new Invariant.Newest(name, percent(newest))),
                invariant.optionalChild("changesWritten",
                        written -> new Invariant.ChangesWritten(name, percent(written),
                                written.optional("p99", ScalarType.DURATION))),
                invariant.optionalChild("heapFlat", flat -> new Invariant.HeapFlat(name,
                        flat.required("mark", ScalarType.SOME_TEXT), percent(flat))));
    }

    private static List<Invariant> present(@Nullable Invariant... read) {
        return Stream.of(read).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    private static double percent(Decoder decoder) {
        return decoder.required("percent", DrillReader.PERCENT);
    }

    private static Duration duration(Decoder decoder, String key) {
        return decoder.required(key, ScalarType.DURATION);
    }

    private static String event(Decoder decoder) {
        return decoder.required("event", ScalarType.SOME_TEXT);
    }

    private static List<String> phases(Decoder decoder) {
        return decoder.list("phases", ScalarType.SOME_TEXT);
    }
}
