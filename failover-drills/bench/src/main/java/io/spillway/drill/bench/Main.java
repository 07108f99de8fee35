package io.spillway.drill.bench;

import java.time.InstantSource;
import java.util.List;

import io.spillway.drill.bench.coldstart.ColdStartVerb;
import io.spillway.drill.bench.growth.GrowthVerb;
import io.spillway.drill.bench.health.HealthVerb;
import io.spillway.drill.bench.index.IndexVerb;
import io.spillway.drill.bench.switchover.SwitchOverVerb;
import io.spillway.drill.bench.sync.SyncVerb;
import io.spillway.drill.bench.verb.FailoverVerb;
import io.spillway.drill.bench.verb.PushVerb;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.model.time.Ticker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The benches of whole systems and of the control plane: {@code spillway bench failover}, {@code health}, {@code index} ... */
@Command(name = "spillway bench", mixinStandardHelpOptions = true, description = "Ours and its peers side by side.", subcommands = HelpCommand.class)
public final class Main {
    private Main() {}

    /** Runs a bench and exits with its code. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.ofThisThread();
        Surroundings surroundings = new Surroundings(Terminal.system(), interruption, Home.find(), Ticker.system(),
                InstantSource.system());
        int code = commandLine(surroundings, arguments).execute(arguments);
        interruption.finished();
        System.exit(code);
    }

    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        return new CommandLine(new Main()).addSubcommand(new FailoverVerb(surroundings, List.of(arguments)))
                .addSubcommand(new ColdStartVerb(surroundings))
                .addSubcommand(new GrowthVerb(surroundings))
                .addSubcommand(new HealthVerb(surroundings))
                .addSubcommand(new IndexVerb(surroundings))
                .addSubcommand(new PushVerb(surroundings))
                .addSubcommand(new SwitchOverVerb(surroundings))
                .addSubcommand(new SyncVerb(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
