package io.spillway.ctl.verb;

import java.time.Duration;

import io.spillway.model.document.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations of the command line. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        Duration duration = Durations.parse(text);
        if (duration == null || duration.isZero()) {
            throw new TypeConversionException("\"" + text + "\" (expected: a duration as in 250ms, 2s, 5m)");
        }
        return duration;
    }
}
