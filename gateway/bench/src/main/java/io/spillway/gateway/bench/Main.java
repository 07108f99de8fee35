package io.spillway.gateway.bench;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.verb.GatewayVerb;
import io.spillway.gateway.bench.verb.RoutesVerb;
import io.spillway.model.time.Ticker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The process {@code spillway bench gateway|routes}. */
@Command(name = "spillway bench", mixinStandardHelpOptions = true, description = "Measures Spillway beside its peers, on this machine and in one run.", subcommands = HelpCommand.class)
public final class Main implements Runnable {
    private static final int USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs one bench and ends the process with its exit code; the word {@code bench} itself may come first. */
    public static void main(String[] arguments) {
        boolean verb = arguments.length > 0 && arguments[0].equals("bench");
        System.exit(commandLine(Ticker.system())
                .execute(verb ? java.util.Arrays.copyOfRange(arguments, 1, arguments.length) : arguments));
    }

    static CommandLine commandLine(Ticker ticker) {
        return new CommandLine(new Main()).addSubcommand(new GatewayVerb(ticker))
                .addSubcommand(new RoutesVerb(ticker))
                .setExecutionExceptionHandler((failure, line, _) -> {
                    if (failure instanceof BenchFailure) {
                        line.getErr().println("bench: " + failure.getMessage());
                        return USAGE;
                    }
                    throw failure;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which bench? (expected: gateway or routes)");
    }
}
