package io.spillway.drill.mock.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Names as scenarios write them: {@code service-{0..4999}/default} are five thousand, two ranges are all pairs. */
final class NamePattern {

    /** Names that one pattern may stand for. */
    static final int MOST = 200_000;

    private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");

    private NamePattern() {}

    /** Returns the names, or null when it is no pattern or stands for too many. */
    static @Nullable List<String> expand(String pattern) {
        List<String> names = List.of("");
        Matcher range = RANGE.matcher(pattern);
        int at = 0;
        while (range.find()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            if (from > to || (long) names.size() * ((long) to - from + 1) > MOST) {
                return null;
            }
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                String begin = name + pattern.substring(at, range.start());
                for (int i = from; i <= to; i++) {
                    longer.add(begin + i);
                }
            }
            names = longer;
            at = range.end();
        }
        String rest = pattern.substring(at);
        boolean braces = RANGE.matcher(pattern).replaceAll("").matches(".*[{}].*");
        return pattern.isBlank() || braces ? null : names.stream().map(name -> name + rest).toList();
    }
}
