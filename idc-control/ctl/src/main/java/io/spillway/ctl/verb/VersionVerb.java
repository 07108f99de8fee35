package io.spillway.ctl.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import picocli.CommandLine.Command;

/** Prints the version of this installation. */
@Command(name = "version", description = "Prints the version of this installation.")
public final class VersionVerb extends Verb {

    VersionVerb() {}

    @Override
    ExitCode run() {
        if (forPeople()) {
            print("spillway " + version());
        } else {
            print(Map.of("version", version()));
        }
        return ExitCode.DONE;
    }

    /** Returns the version as Maven has it. */
    public static String version() {
        try (InputStream in = Objects
                .requireNonNull(VersionVerb.class.getResourceAsStream("/io/spillway/ctl/version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
