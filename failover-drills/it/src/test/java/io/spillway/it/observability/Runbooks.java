package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;

/** What somebody who is called reads: a file for each alert. */
final class Runbooks {

    static final Path FOLDER = Checkout.root().resolve("grafana/runbooks");

    private static final Pattern LINE = Pattern.compile("(?m)^\\./spillway (.*?)(?:\\s+# .*)?$");
    private static final Pattern INLINE = Pattern.compile("`\\./spillway ([^`\n]+)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private Runbooks() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    /** Returns the words of each command of a text, without "./spillway". */
    static List<List<String>> commands(String text) {
        List<List<String>> commands = new ArrayList<>();
        Stream.of(LINE, INLINE).flatMap(pattern -> pattern.matcher(text).results()).forEach(found -> {
            List<String> words = new ArrayList<>();
            for (Matcher word = WORD.matcher(found.group(1)); word.find();) {
                words.add(word.group(1) == null ? word.group(2) : word.group(1));
            }
            commands.add(words);
        });
        return commands;
    }
}
