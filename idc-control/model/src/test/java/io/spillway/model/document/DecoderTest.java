package io.spillway.model.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecoderTest {

    record Limits(int count, Duration time) {}

    record Listener(String name, List<Integer> ports, Limits limits, Map<String, String> labels) {}

    private static Listener read(Decoder d) {
        return new Listener(d.required("name", ScalarType.SOME_TEXT), d.list("ports", ScalarType.integer(1, 65_535)),
                d.child("limits",
                        limits -> new Limits(limits.required("count", ScalarType.integer(0, 10)),
                                limits.optional("time", ScalarType.DURATION, Duration.ofSeconds(1)))),
                d.map("labels", ScalarType.TEXT));
    }

    @Test
    void readsWhatIsThereAndFillsInWhatIsNot() {
        Tree tree = map("name", Tree.text("a"), "ports", Tree.sequence(List.of(Tree.number(1), Tree.number(2))),
                "limits", map("count", Tree.number(3)));
        assertThat(Decoder.decode(tree, DecoderTest::read)).isEqualTo(new Decoded.Valid<>(
                new Listener("a", List.of(1, 2), new Limits(3, Duration.ofSeconds(1)), Map.of())));
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        Tree tree = map("name", Tree.number(7), "ports",
                Tree.sequence(List.of(Tree.number(80), Tree.text("80"), Tree.number(0))), "limits",
                map("cuont", Tree.number(3), "time", Tree.text("soon")), "labels", Tree.text("x"));
        assertThat(messages(tree)).containsExactly("/name: 7 (expected: text that is not empty)",
                "/ports/1: \"80\" (expected: integer 1..65535)", "/ports/2: 0 (expected: integer 1..65535)",
                "/limits/count: missing (expected: integer 0..10)",
                "/limits/time: \"soon\" (expected: duration as in 250ms, 2s, 5m)",
                "/limits/cuont: unknown key (expected: one of count, time; did you mean count?)",
                "/labels: \"x\" (expected: mapping)");
    }

    @Test
    void aMissingMappingIsOneViolationAndNotOnePerField() {
        assertThat(messages(map("name", Tree.text("a")))).containsExactly("/limits: missing (expected: mapping)");
        assertThat(messages(Tree.text("a"))).containsExactly("document: \"a\" (expected: mapping)");
    }

    @Test
    void keysInPointersAreEscaped() {
        Tree tree = map("name", Tree.text("a"), "limits", map("count", Tree.number(0)), "labels",
                map("a/b~c", Tree.number(1)));
        assertThat(messages(tree)).containsExactly("/labels/a~1b~0c: 1 (expected: text)");
    }

    @Test
    void storedDocumentsMayHaveKeysOfLaterVersions() {
        Tree tree = map("name", Tree.text("a"), "limits", map("count", Tree.number(1), "burst", Tree.number(9)));
        List<String> unknown = new ArrayList<>();
        assertThat(Decoder.decodeStored(tree, DecoderTest::read, unknown)).isInstanceOf(Decoded.Valid.class);
        assertThat(unknown).containsExactly("/limits/burst");
    }

    @Test
    void aHostileDocumentGetsAnAnswerOfBoundedLength() {
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            fields.put("k" + i, Tree.text("v".repeat(1000) + "\u001b[2J"));
        }
        List<String> messages = messages(Tree.mapping(fields));
        assertThat(messages).hasSize(100);
        assertThat(messages(map("name", Tree.number(1), "limits", Tree.text("\u001b[2J" + "v".repeat(1000)))).getLast())
                .hasSizeLessThan(200).doesNotContain("\u001b");
    }

    @Test
    void choicesAreCompleteAndExact() {
        ScalarType<Thread.State> type = ScalarType.choice(Thread.State.class);
        assertThat(type.parser().apply("NEW")).isEqualTo(Thread.State.NEW);
        assertThat(type.parser().apply("new")).isNull();
        assertThat(type.expected()).startsWith("one of BLOCKED, NEW");
    }

    @Test
    void sizesHaveUnits() {
        assertThat(ScalarType.SIZE.parser().apply("64KiB")).isEqualTo(65_536L);
        assertThat(ScalarType.SIZE.parser().apply("1GiB")).isEqualTo(1L << 30);
        for (String bad : List.of("64", "64kb", "KiB", "9999999999B", "")) {
            assertThat(ScalarType.SIZE.parser().apply(bad)).as(bad).isNull();
        }
    }

    private static List<String> messages(Tree tree) {
        return switch (Decoder.decode(tree, DecoderTest::read)) {
            case Decoded.Invalid<Listener>(List<Violation> violations) -> violations.stream().map(Violation::message)
                    .toList();
            case Decoded.Valid<Listener> valid -> List.of("valid: " + valid);
        };
    }

    private static Tree map(Object... keysAndValues) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            fields.put((String) keysAndValues[i], (Tree) keysAndValues[i + 1]);
        }
        return Tree.mapping(fields);
    }
}
