package io.spillway.drill.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a fleet, in whatever state. The child writes its own process id and start time to the fleet's record
 * before it becomes the program, so there is no moment at which a process runs unrecorded. It ignores the terminal's
 * interrupt: the fleet decides when it ends. It runs at the priority
 * that it was given. Thread-safe.
 */
public final class Component {

    private static final Logger LOG = LoggerFactory.getLogger(Component.class);
    private static final String RECORD_AND_BECOME = """
            trap '' INT
            start=$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)
            echo "$$ $start $2" >> "$1"
            shift 2
            exec "$@"
            """;

    private static final int START_TIME_FIELD = 19;

    private final ComponentPlan plan;
    private final Path record;
    private final Priority priority;
    /** Guarded by this. */
    private @Nullable ProcessHandle process;

    Component(ComponentPlan plan, Path record, Priority priority) {
        this.plan = plan;
        this.record = record;
        this.priority = priority;
    }

    /** Returns what it is. */
    public ComponentPlan plan() {
        return plan;
    }

    /** Takes a process that another launcher has started as its own. */
    synchronized void adopt(ProcessHandle running) {
        process = running;
    }

    /** Returns the file in which it is recorded when it starts. */
    public Path record() {
        return record;
    }

    /** Returns when a process started in the kernel's own unit, nothing when there is none. */
    public static String startTime(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME_FIELD];
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns whether the process runs (or is stopped by a signal). */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Returns the process id, 0 when it does not run. */
    public synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : 0;
    }

    /** Returns when the process began, nothing when it does not run. */
    public synchronized Optional<Instant> startedAt() {
        return process != null && process.isAlive() ? process.info().startInstant() : Optional.empty();
    }

    /** Starts it unless it runs. */
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        File log = plan.log().toFile();
        try {
            process = new ProcessBuilder(startCommand()).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start().toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(plan.name() + " cannot be started", e);
        }
        LOG.debug("{} runs as {}", plan.name(), process.pid());
    }

    /** Returns what starts it: it records itself and becomes its program. */
    public List<String> startCommand() {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", RECORD_AND_BECOME, "sh", record.toString(), plan.name()));
        command.addAll(priority.command());
        command.addAll(plan.command());
        return command;
    }

    /** Ends it without warning and does not wait. */
    public synchronized void kill() {
        if (process != null) {
            var _ = process.destroyForcibly();
        }
    }

    /** Asks it to end and does not wait. */
    public synchronized void terminate() {
        if (process != null && process.isAlive()) {
            var _ = process.destroy();
        }
    }

    /** Waits for its end, at most so long; returns whether it has ended. */
    public boolean awaitEnd(long millis) throws InterruptedException {
        ProcessHandle ending;
        synchronized (this) {
            ending = process;
        }
        if (ending == null) {
            return true;
        }
        try {
            var _ = ending.onExit().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(plan.name() + " cannot be waited for", e);
        }
    }

    /** Stops it where it stands, as a process that hangs. */
    public void suspend() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        long pid = pid();
        if (pid == 0) {
            return;
        }
        try {
            int status = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(plan.name() + ": kill -" + name + " " + pid + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
