package io.spillway.wire.document;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentsTest {

    @Test
    void readsSeveralDocumentsAndLeavesEmptyOnesOut() {
        assertThat(Documents.parse("---\n---\na: 1\n---\n# nothing\n---\nb: [x, 2.5, true, ~, 'yes', 007, 1e3]\n"))
                .isEqualTo(new Decoded.Valid<>(List.of(Trees.of(Map.of("a", 1)),
                        Trees.of(Map.of("b", Arrays.asList("x", 2.5, true, null, "yes", "007", 1000.0))))));
        assertThat(Documents.parse("")).isEqualTo(new Decoded.Valid<>(List.of()));
    }

    @Test
    @Timeout(5)
    void aBombOfAliasesIsRefusedWhereItBegins() {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'z'; c++) {
            String last = "*" + (char) (c - 1);
            bomb.append(c).append(": &").append(c).append(" [").append((last + ",").repeat(8)).append(last)
                    .append("]\n");
        }
        assertThat(message(bomb.toString())).isEqualTo(
                "/a: &a (expected: no anchor and no alias: write the value out)");
        assertThat(message("a: *b")).isEqualTo("/a: *b (expected: no anchor and no alias: write the value out)");
    }

    @Test
    void aKeyTwiceIsRefused() {
        assertThat(message("a:\n  b: 1\n  c: 2\n  b: 3\n"))
                .isEqualTo("/a/b: key given twice (expected: each key once)");
        assertThat(json("{\"a\":1,\"a\":2}")).contains("Duplicate");
    }

    @Test
    @Timeout(5)
    void depthIsBounded() {
        assertThat(message("[".repeat(100_000))).endsWith("level 65 (expected: at most 64 levels)");
        assertThat(message("{a: ".repeat(100_000))).endsWith("level 65 (expected: at most 64 levels)");
        assertThat(message("- ".repeat(100_000))).endsWith("level 65 (expected: at most 64 levels)");
        assertThat(json("[".repeat(100_000))).contains("depth");
    }

    @Test
    void lengthIsBounded() {
        assertThat(message("a".repeat(Documents.LONGEST + 1))).isEqualTo(
                "document: 3145729 characters (expected: at most 3145728)");
        assertThat(json("\"" + "a".repeat(Documents.LONGEST) + "\"")).contains("expected: at most 3145728");
    }

    @Test
    void tagsAndOddKeysAreRefused() {
        assertThat(message("a: !!java.lang.Runtime x")).isEqualTo(
                "/a: tag tag:yaml.org,2002:java.lang.Runtime (expected: no tag)");
        assertThat(message("? [a]\n: b")).isEqualTo("document: a key that is not text (expected: keys that are text)");
    }

    @Test
    void syntaxErrorsSayWhere() {
        assertThat(Documents.parse("a: 1\nb: [1, 2\nc: 3\n")).isInstanceOfSatisfying(Decoded.Invalid.class, invalid -> {
            Violation violation = (Violation) invalid.violations().getFirst();
            assertThat(violation.expected()).isEqualTo("YAML or JSON");
            assertThat(violation.position()).hasToString("3:2");
        });
        assertThat(json("{\"a\":}")).contains("(expected: JSON)");
        assertThat(json("")).isEqualTo("document: empty (expected: JSON)");
        assertThat(json("{} {}")).isEqualTo("document: more text after the end (expected: one JSON document)");
        assertThat(json("{'a':1}")).contains("(expected: JSON)");
    }

    @Test
    void environmentVariablesAreExpandedOnceAndTypedAfterwards() {
        Map<String, String> environment = Map.of("PORT", "8080", "TRICK", "${PORT}\nb: 1");
        assertThat(Documents.parse("- ${PORT}\n- '${PORT}'\n- h:${PORT}-${NO:x}\n- ${TRICK}\n- ${NO:}\n",
                environment::get)).isEqualTo(new Decoded.Valid<>(
                        List.of(Trees.of(Arrays.asList(8080, "8080", "h:8080-x", "${PORT}\nb: 1", null)))));
        assertThat(violations(Documents.parse("a: ${NO}\nb:\n- ${NO2}\nc: ${x", environment::get))).containsExactly(
                "/a: ${NO} (expected: environment variable NO to be set, or a default as in ${NO:default})",
                "/b/0: ${NO2} (expected: environment variable NO2 to be set, or a default as in ${NO2:default})",
                "/c: \"${\" without \"}\" (expected: ${NAME} or ${NAME:default})");
    }

    @Test
    void yamlIsWrittenForPeople() {
        Tree tree = switch (Documents.parse(
                "a: {b: [1, {c: d, e: [x]}], f: [], g: {}}\nh: 'true'\ni: \"a: b\"\nj: has words\nk: ''\n")) {
            case Decoded.Valid<List<Tree>>(List<Tree> trees) -> trees.getFirst();
            case Decoded.Invalid<List<Tree>> invalid -> throw new AssertionError(invalid);
        };
        assertThat(YamlText.write(tree)).isEqualTo("""
                a:
                  b:
                  - 1
                  - c: d
                    e:
                    - x
                  f: []
                  g: {}
                h: "true"
                i: "a: b"
                j: has words
                k: ""
                """);
    }

    private static String message(String text) {
        return violations(Documents.parse(text)).getFirst();
    }

    private static String json(String text) {
        return violations(JsonText.parse(text)).getFirst();
    }

    private static List<String> violations(Decoded<?> decoded) {
        return decoded instanceof Decoded.Invalid<?>(List<Violation> violations)
                ? violations.stream().map(Violation::message).toList()
                : List.of("valid: " + decoded);
    }
}
