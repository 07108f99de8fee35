package io.spillway.drill.mock;

import java.time.InstantSource;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.mock.verb.MockVerb;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.model.time.Ticker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The verb mock of the {@code spillway} command. */
@Command(name = "spillway", mixinStandardHelpOptions = true, description = "Mock data planes.", subcommands = HelpCommand.class)
public final class Main {

    private Main() {}

    /** Runs the verb and exits with its code. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.ofThisThread();
        Surroundings surroundings = new Surroundings(Terminal.system(), interruption, Home.find(), Ticker.system(),
                InstantSource.system());
        int code = commandLine(surroundings).execute(arguments);
        interruption.finished();
        System.exit(code);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new Main()).addSubcommand(new MockVerb(surroundings, System::getenv))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
