package io.spillway.ctl.verb;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets its shift stand for longer. */
@Command(name = "extend", description = "Lets the shift of a switch-over stand for longer.")
final class SwitchOverExtendVerb extends SwitchOverAct {

    @Option(names = "--until", paramLabel = "TIME", order = 1, description = "Until then, in UTC, as in 2026-11-30T08:00:00Z.")
    @Nullable
    String until;

    @Option(names = "--for", paramLabel = "TIME", order = 2, converter = DurationConverter.class, description = "For so long from now on, as in 24h.")
    @Nullable
    Duration span;

    SwitchOverExtendVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "extend";
    }

    @Override
    Map<String, Object> body() throws VerbFailed {
        String given = until;
        if ((given == null) == (span == null)) {
            throw new VerbFailed(ExitCode.USAGE, "--until and --for: " + (given == null ? "none" : "both")
                    + " is given (expected: one of them)");
        }
        Instant end = given == null
                ? surroundings.clock().instant().plus(span).truncatedTo(ChronoUnit.SECONDS)
                : parsed(given);
        return Map.of("until", end.toString());
    }

    private static Instant parsed(String given) throws VerbFailed {
        try {
            return Instant.parse(given);
        } catch (DateTimeException notATime) {
            throw new VerbFailed(ExitCode.USAGE,
                    "--until: \"" + given + "\" (expected: a time as in 2026-11-30T08:00:00Z)");
        }
    }
}
