package io.spillway.drill;

import io.spillway.drill.verb.CompletionVerb;
import io.spillway.drill.verb.DemoVerb;
import io.spillway.drill.verb.DrillVerb;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.ReportVerb;
import io.spillway.drill.verb.Terminal;
import io.spillway.drill.verb.UpVerb;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The verbs demo, up, drill, report and completion of the {@code spillway} command. */
@Command(name = "spillway", mixinStandardHelpOptions = true, description = "Moves traffic between data centres, and proves it.", subcommands = HelpCommand.class)
public final class Main {

    private Main() {}

    /** Runs a verb and exits with its code. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.ofThisThread();
        int code = commandLine(Terminal.system(), interruption).execute(arguments);
        interruption.finished();
        System.exit(code);
    }

    static CommandLine commandLine(Terminal terminal, Interruption interruption) {
        return new CommandLine(new Main()).addSubcommand(new DemoVerb(terminal, interruption))
                .addSubcommand(new UpVerb(terminal))
                .addSubcommand(new DrillVerb(terminal, interruption))
                .addSubcommand(new ReportVerb(terminal))
                .addSubcommand(new CompletionVerb(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
