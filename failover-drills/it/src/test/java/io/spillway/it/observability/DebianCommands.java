package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.it.docs.Checkout;
import io.spillway.it.fleet.Tool;

/** The command lines of {@code config/deploy/observability/debian}: what a test runs is what stands there. */
record DebianCommands(List<List<String>> lines) {

    private static final Path GUIDE = Path.of("config/deploy/observability/debian/README.md");
    private static final List<String> PROGRAMS = List.of("prometheus", "prometheus-alertmanager", "promtool", "amtool");

    static DebianCommands read() throws IOException {
        return new DebianCommands(Files.readAllLines(Checkout.root().resolve(GUIDE)).stream()
                .filter(line -> line.startsWith("    ")).map(line -> List.of(line.strip().split(" +")))
                .filter(words -> PROGRAMS.contains(words.getFirst())).toList());
    }

    /** Returns the words of the only command of a program. */
    List<String> of(String... words) {
        List<String> wanted = List.of(words);
        List<List<String>> found = lines.stream().filter(line -> line.size() >= wanted.size()
                && line.subList(0, wanted.size()).equals(wanted)).toList();
        if (found.size() != 1) {
            throw new AssertionError(GUIDE + " has " + found.size() + " commands '" + String.join(" ", wanted)
                    + "' (expected: 1)");
        }
        return found.getFirst();
    }

    /**
     * Returns a command with other values of some options, which it must have.
     *
     * @param values by option, as in {@code --web.listen-address}
     */
    static List<String> with(List<String> command, Map<String, String> values) {
        List<String> words = new ArrayList<>(command);
        values.forEach((option, value) -> {
            int at = words.indexOf(words.stream().filter(word -> word.startsWith(option + "=")).findFirst()
                    .orElseThrow(() -> new AssertionError(command + " has no option " + option)));
            words.set(at, option + "=" + value);
        });
        words.set(0, Tool.find(words.getFirst()).toString());
        return words;
    }
}
