package io.spillway.it.observability;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the metrics in a query. Whether it parses is for Prometheus to say ({@link PromtoolTest}). */
final class PromQl {

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern BRACES = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern LABELS = Pattern
            .compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "without", "on", "ignoring",
            "group_left", "group_right", "bool", "offset");

    private PromQl() {}

    /** Returns the names of the metrics of a query, in the order in which they come. */
    static Set<String> metrics(String promQl) {
        String bare = BRACES.matcher(TEXT.matcher(promQl).replaceAll("")).replaceAll(" ");
        return NAME.matcher(LABELS.matcher(bare).replaceAll(" ")).results().map(name -> name.group())
                .filter(name -> !WORDS.contains(name)).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
