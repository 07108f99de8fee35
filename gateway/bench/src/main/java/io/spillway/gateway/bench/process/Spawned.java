package io.spillway.gateway.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that the bench started; its output is in a file. Ended with its descendants by {@link #close}, and, should the
 * bench itself be interrupted, by a shutdown hook.
 */
public final class Spawned implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 5;

    private final String name;
    private final Path log;
    private final Process process;
    private final ProcessTree tree;
    private final Thread hook;

    private Spawned(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.tree = new ProcessTree(process.toHandle());
        this.hook = new Thread(this::kill, "end " + name);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            kill(); // no hook runs any more that would end it
            throw new BenchFailure(name + ": the bench is being ended", ending);
        }
    }

    /** Starts a program in a folder, with further environment variables. */
    public static Spawned start(String name, Path folder, Map<String, String> environment, List<String> command) {
        Path log = folder.resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        try {
            return new Spawned(name, log, builder.start());
        } catch (IOException e) {
            throw new BenchFailure(name + ": " + command.getFirst() + " cannot be started: " + e.getMessage(), e);
        }
    }

    public ProcessTree tree() {
        return tree;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for the end and returns all output; fails when it takes longer or ends with another code than 0. */
    public String finish(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw failure("did not end within " + seconds + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        } finally {
            close();
        }
        if (process.exitValue() != 0) {
            throw failure("ended with code " + process.exitValue());
        }
        return output();
    }

    /** Returns what the process has printed. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns a failure that quotes the end of the output. */
    public BenchFailure failure(String what) {
        String text = output();
        return new BenchFailure(name + " " + what + "; the end of " + log + ": "
                + text.substring(Math.max(0, text.length() - 1500)));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return; // the hook runs by itself
        }
        kill();
    }

    private void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
