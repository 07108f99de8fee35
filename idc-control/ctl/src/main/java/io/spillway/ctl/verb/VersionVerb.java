package io.spillway.ctl.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the version of this installation. */
@Command(name = "version", description = "Prints the version of this installation.")
public final class VersionVerb implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("spillway " + version());
        return 0;
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
