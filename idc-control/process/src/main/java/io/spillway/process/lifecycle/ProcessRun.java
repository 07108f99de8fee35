package io.spillway.process.lifecycle;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.process.config.ConfigFile;
import io.spillway.process.config.LoadedConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one process in the foreground: {@code NAME --config FILE [--check]}. Reads the configuration, starts, reloads at
 * SIGHUP, waits for SIGTERM or Ctrl-C, ends what was started in reverse order.
 *
 * @param name of the component, for messages
 * @param reader makes the configuration of the file's keys
 * @param starter starts everything and returns when the process serves
 */
public record ProcessRun<T>(String name, Function<Decoder, T> reader, Starter<T> starter) {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessRun.class);

    /** A drain that takes longer is cut. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    /** Starts a process. */
    @FunctionalInterface
    public interface Starter<T> {

        /**
         * Starts everything and adds each part to {@code lifecycle} as soon as it runs. What was added is ended when this
         * throws.
         *
         * @param tree the configuration file as read, for the admin listener
         * @throws StartRefused when the operator can mend the reason
         * @throws Exception when it cannot start; the message is shown
         */
        void start(T config, Tree tree, Lifecycle lifecycle) throws Exception;
    }

    /**
     * Runs to the end.
     *
     * @return what the process should exit with
     */
    public ExitCode run(List<String> arguments, Function<String, @Nullable String> environment, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            err.println(usage());
            return ExitCode.DONE;
        }
        boolean check = arguments.contains("--check");
        String file = configArgument(arguments.stream().filter(argument -> !argument.equals("--check")).toList());
        if (file == null) {
            err.println(usage());
            return ExitCode.USAGE;
        }
        return switch (ConfigFile.load(Path.of(file), reader, environment)) {
            case LoadedConfig.Refused<T>(List<String> lines) -> {
                lines.forEach(err::println);
                err.println(
                        name + ": not started: " + lines.size() + (lines.size() == 1 ? " error" : " errors") + " in "
                                + file);
                yield ExitCode.USAGE;
            }
            case LoadedConfig.Loaded<T>(T config, Tree tree) -> {
                if (check) {
                    err.println(name + ": " + file + " is right");
                    yield ExitCode.DONE;
                }
                FileReload<T> reload = new FileReload<>(name, reader, Path.of(file), tree);
                yield startAndWait(config, tree, err, lifecycle -> reload.run(environment, lifecycle.reloads()));
            }
        };
    }

    private String usage() {
        return name + ": usage: " + name + " --config FILE [--check]\n  --config FILE  the configuration file\n"
                + "  --check        read the file, say what is wrong with it, start nothing";
    }

    private ExitCode startAndWait(T config, Tree tree, PrintStream err, Consumer<Lifecycle> reload) {
        Lifecycle lifecycle = new Lifecycle();
        Thread hook = new Thread(() -> end(lifecycle), "end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            starter.start(config, tree, lifecycle);
            Hangup.handle(() -> reload.accept(lifecycle));
            lifecycle.awaitEnd();
            return ExitCode.DONE;
        } catch (StartRefused refused) {
            err.println(name + ": not started: " + refused.getMessage());
            return failed(lifecycle, refused.exitCode());
        } catch (InterruptedException interrupted) {
            return failed(lifecycle, ExitCode.INTERRUPTED);
        } catch (Exception failed) {
            LOG.error("{} not started", name, failed);
            err.println(name + ": not started: " + failed.getMessage());
            return failed(lifecycle, ExitCode.FAILED);
        }
    }

    private static ExitCode failed(Lifecycle lifecycle, ExitCode exitCode) {
        lifecycle.endAll();
        return exitCode;
    }

    /** Runs when the JVM goes down: on a signal, while the main thread waits; on its own exit everything has ended. */
    private static void end(Lifecycle lifecycle) {
        lifecycle.stop();
        try {
            if (!lifecycle.awaitEnded(LONGEST_END)) {
                LOG.warn("not all has ended after {}, going anyway", LONGEST_END);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String configArgument(List<String> arguments) {
        if (arguments.size() == 1 && arguments.getFirst().startsWith("--config=")) {
            return arguments.getFirst().substring("--config=".length());
        }
        return arguments.size() == 2 && arguments.getFirst().equals("--config") ? arguments.getLast() : null;
    }
}
