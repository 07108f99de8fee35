package io.spillway.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

import io.spillway.ctl.verb.Surroundings;
import io.spillway.ctl.verb.Verbs;
import io.spillway.model.time.Ticker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The operator's verbs: {@code spillway VERB [ARG...]}. */
@Command(name = "spillway", synopsisSubcommandLabel = "VERB", description = "Moves traffic between data centres.")
public final class Main implements Runnable {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help;

    private Main() {}

    /** Returns a new command for every verb, named, for a root command that takes them in as subcommands. */
    public static List<CommandLine> commands() {
        Surroundings surroundings = surroundings();
        return Verbs.names().stream().map(name -> Verbs.command(name, surroundings)).toList();
    }

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(args, surroundings()).execute(args));
    }

    /** Returns the command that runs these arguments; it has all verbs only when they are needed. */
    static CommandLine commandLine(String[] args, Surroundings surroundings) {
        CommandLine root = new CommandLine(new Main());
        boolean one = args.length > 0 && Verbs.names().contains(args[0]);
        for (String name : one ? List.of(args[0]) : Verbs.names()) {
            root.addSubcommand(Verbs.command(name, surroundings));
        }
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }

    private static Surroundings surroundings() {
        return new Surroundings(Ticker.system(), InstantSource.system(), Thread::sleep, System::getenv, Main::author,
                System.in);
    }

    private static String author() {
        return System.getProperty("user.name") + "@" + hostName();
    }

    /** Asking the resolver instead could take seconds where there is none. */
    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException elsewhere) {
            String name = System.getenv("HOSTNAME");
            return name == null || name.isEmpty() ? "localhost" : name;
        }
    }
}
