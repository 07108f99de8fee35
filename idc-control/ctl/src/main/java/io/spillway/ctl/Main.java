package io.spillway.ctl;

import java.util.List;

import io.spillway.ctl.verb.VersionVerb;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operator's verbs: {@code spillway VERB [ARG...]}. */
@Command(name = "spillway", description = "Moves traffic between data centres.")
public final class Main {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help;

    private Main() {}

    /** Returns a new instance of every verb's command, for a root command that takes them in. */
    public static List<Object> commands() {
        return List.of(new VersionVerb());
    }

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        CommandLine root = new CommandLine(new Main());
        commands().forEach(root::addSubcommand);
        System.exit(root.execute(args));
    }
}
