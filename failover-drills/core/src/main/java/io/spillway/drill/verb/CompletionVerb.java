package io.spillway.drill.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway completion}: a script for the shell. */
@Command(name = "completion", mixinStandardHelpOptions = true, description = {"Prints a completion script.",
        "Use: source <(./spillway completion bash)"})
public final class CompletionVerb implements Callable<Integer> {

    /** Shells that it knows. */
    enum Shell {
        /** The Bourne again shell. */
        BASH,
        /** The Z shell, through its bash compatibility. */
        ZSH
    }

    private final Terminal terminal;
    @Parameters(paramLabel = "bash|zsh")
    private Shell shell = Shell.BASH;
    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the verb. */
    public CompletionVerb(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandSpec mine = spec;
        if (mine == null) {
            return 2;
        }
        if (shell == Shell.ZSH) {
            terminal.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        CommandLine root = mine.root().commandLine();
        io.spillway.ctl.Main.commands().stream()
                .filter(verb -> !root.getSubcommands().containsKey(verb.getCommandName()))
                .forEach(verb -> root.addSubcommand(verb));
        root.addSubcommand(mock());
        terminal.out().println(AutoComplete.bash("spillway", root));
        terminal.err().println("completion for " + shell.name().toLowerCase(Locale.ROOT));
        return 0;
    }

    /** Returns what there is to complete of the verb mock. It is a program of its own, whose tests compare this with it. */
    public static CommandLine mock() {
        return new CommandLine(CommandSpec.create().name("mock").mixinStandardHelpOptions(true)
                .addOption(OptionSpec.builder("--address").paramLabel("HOST:PORT[,..]").type(String.class).build())
                .addOption(OptionSpec.builder("--seed").paramLabel("N").type(Long.class).build())
                .addOption(OptionSpec.builder("--authority").paramLabel("DIR").type(String.class).build())
                .addOption(OptionSpec.builder("--listen").paramLabel("HOST:PORT").type(String.class).build())
                .addOption(OptionSpec.builder("-o").paramLabel("table|json").type(String.class)
                        .completionCandidates(List.of("table", "json")).build())
                .addPositional(PositionalParamSpec.builder().paramLabel("SCENARIO").type(Path.class).build()));
    }
}
