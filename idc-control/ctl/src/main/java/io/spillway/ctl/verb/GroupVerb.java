package io.spillway.ctl.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that only has verbs below it. */
@Command(synopsisSubcommandLabel = "VERB")
abstract class GroupVerb implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help;

    @Override
    public final void run() {
        throw new ParameterException(spec.commandLine(), spec.name() + ": a verb is missing (expected: one of "
                + String.join(", ", spec.subcommands().keySet()) + ")");
    }
}
