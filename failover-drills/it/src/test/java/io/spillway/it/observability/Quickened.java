package io.spillway.it.observability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the shipped files quick enough for a test, word for word the same in all else: what is tested are the rules that are
 * shipped, and not a copy that somebody once made of them. Times are divided by {@link #FACTOR}, and no thing becomes shorter
 * than what it needs: a window must hold some scrapes, and one scrape that came late is no alarm. Thresholds stay.
 */
final class Quickened {

    /** By how much times are divided. */
    static final int FACTOR = 30;
    /** No range of an expression is shorter, at a scrape each second. */
    static final Duration SHORTEST_WINDOW = Duration.ofSeconds(10);
    /** No {@code for} is shorter. */
    static final Duration SHORTEST_FOR = Duration.ofSeconds(3);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Map<String, Duration> UNITS = Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Pattern WINDOW = Pattern.compile("(\\[|offset )(\\d+)([smhd])");
    private static final Pattern FOR = Pattern.compile("(?m)^( *for: )(\\d+)([smhd])$");
    private static final Pattern WAIT = Pattern.compile("(group_wait: |group_interval: )(\\d+)([smhd])");

    private Quickened() {}

    /** Returns a file of rules with shorter ranges, offsets and {@code for}. */
    static String rules(String text) {
        return shorter(FOR, SHORTEST_FOR, shorter(WINDOW, SHORTEST_WINDOW, text));
    }

    /** Returns the configuration of Prometheus, which looks each second, for these addresses and files. */
    static String prometheus(String text, Path rules, Path targets, String alertmanager) {
        UnaryOperator<String> quick = one -> replaced(one, "scrape_interval: 2s", "scrape_interval: 1s");
        return quick.andThen(one -> replaced(one, "scrape_timeout: 2s", "scrape_timeout: 1s"))
                .andThen(one -> replaced(one, "evaluation_interval: 5s", "evaluation_interval: 1s"))
                .andThen(one -> replaced(one, "rules/*.yml", rules.resolve("*.yml").toString()))
                .andThen(one -> replaced(one, "../out/fleet/prometheus-targets.json", targets.toString()))
                .andThen(one -> replaced(one, "127.0.0.1:9093", alertmanager)).apply(text);
    }

    /** Returns the configuration of Alertmanager, which waits for less, with this receiver in place of the sample's. */
    static String alertmanager(String text, String receiver) {
        return replaced(shorter(WAIT, SHORTEST_WAIT, text), "127.0.0.1:9094", receiver);
    }

    /** Returns a time as the files write it, divided. */
    static Duration shorter(Duration time, Duration shortest) {
        Duration divided = time.dividedBy(FACTOR);
        return divided.compareTo(shortest) < 0 ? shortest : divided;
    }

    private static String shorter(Pattern pattern, Duration shortest, String text) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + shorter(time(found), shortest).toSeconds() + "s"));
    }

    private static Duration time(MatchResult found) {
        return UNITS.getOrDefault(found.group(3), Duration.ZERO).multipliedBy(Long.parseLong(found.group(2)));
    }

    /** Replaces what must be there: a file that was changed meanwhile is not tested as if it had not been. */
    private static String replaced(String text, String old, String replacement) {
        if (!text.contains(old)) {
            throw new AssertionError("no \"" + old + "\" to replace in: " + text);
        }
        return text.replace(old, replacement);
    }
}
