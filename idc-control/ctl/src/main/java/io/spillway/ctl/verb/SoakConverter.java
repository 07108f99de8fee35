package io.spillway.ctl.verb;

import java.time.Duration;

import io.spillway.model.document.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations of the command line that may be nothing. */
final class SoakConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        Duration duration = Durations.parse(text);
        if (duration == null) {
            throw new TypeConversionException("\"" + text + "\" (expected: a duration as in 0s, 2s, 5m)");
        }
        return duration;
    }
}
