package io.spillway.drill;

import java.time.InstantSource;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.verb.AgentVerb;
import io.spillway.drill.verb.CompletionVerb;
import io.spillway.drill.verb.DemoVerb;
import io.spillway.drill.verb.DevCaVerb;
import io.spillway.drill.verb.DrillVerb;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.ReportVerb;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.drill.verb.UpVerb;
import io.spillway.model.time.Ticker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The verbs demo, up, drill, report, dev-ca and completion of the {@code spillway} command. */
@Command(name = "spillway", mixinStandardHelpOptions = true, description = "Moves traffic between data centres, and proves it.", subcommands = HelpCommand.class)
public final class Main {

    private Main() {}

    /** Runs a verb and exits with its code. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.ofThisThread();
        Surroundings surroundings = new Surroundings(Terminal.system(), interruption, Home.find(), Ticker.system(),
                InstantSource.system());
        int code = commandLine(surroundings).execute(arguments);
        interruption.finished();
        System.exit(code);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new Main()).addSubcommand(new DemoVerb(surroundings))
                .addSubcommand(new UpVerb(surroundings))
                .addSubcommand(new CommandLine(new DrillVerb(surroundings)).addSubcommand(new AgentVerb(surroundings)))
                .addSubcommand(new ReportVerb(surroundings.terminal()))
                .addSubcommand(new DevCaVerb(surroundings))
                .addSubcommand(new CompletionVerb(surroundings.terminal()))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
