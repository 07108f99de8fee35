package io.spillway.drill.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Home;

/**
 * The drill's end of its fault keeper: a process that lives until the drill is gone and then ends what is left. Thread-safe.
 */
public final class FaultKeeper implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long END_SECONDS = 70;
    /** The drill's terminal interrupts its whole group; the keeper has work to do then. */
    private static final String DEAF = "trap '' INT TERM HUP QUIT; exec \"$@\"";

    private final Process process;
    private final OutputStream in;
    private final BiConsumer<String, String> gone;
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

    private FaultKeeper(Process process, BiConsumer<String, String> gone) {
        this.process = process;
        this.in = process.getOutputStream();
        this.gone = gone;
    }

    /**
     * Starts a keeper.
     *
     * @param home
     *            the installation
     * @param folder
     *            the run folder, where its journal lies
     * @param gone
     *            is told the name of each fault that has ended and why; called by a thread of the keeper's own
     */
    public static FaultKeeper start(Home home, Path folder, BiConsumer<String, String> gone) {
        Journal journal = Journal.of(folder, ProcessHandle.current().pid());
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DEAF, "sh"));
        command.addAll(new Commands(home, Map.of()).small("drill", FaultKeeperMain.class.getName(),
                List.of(journal.file().toString())));
        try {
            FaultKeeper keeper = new FaultKeeper(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("fault-keeper.log").toFile()))
                    .start(), gone);
            var _ = Thread.startVirtualThread(keeper::listen);
            return keeper;
        } catch (IOException e) {
            throw new UncheckedIOException("the fault keeper cannot be started", e);
        }
    }

    /** Tells of a fault that is about to be made; returns when the keeper knows it. */
    void begin(Kept kept) throws FaultException, InterruptedException {
        ask(kept.name(), kept.line(), "ok", ANSWER);
    }

    /** Ends a fault; returns when it is gone. */
    void end(String name) throws FaultException, InterruptedException {
        ask(name, "end " + Kept.word(name), "gone", ANSWER);
    }

    private void ask(String name, String line, String wanted, Duration patience)
            throws FaultException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(name, answer);
        try {
            synchronized (in) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
            }
            String said = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            // A ttl of nothing may be over before the keeper has answered.
            if (!said.startsWith(wanted) && !said.startsWith("gone")) {
                throw new FaultException("fault " + name + ": the keeper says " + said);
            }
        } catch (IOException | ExecutionException e) {
            throw new FaultException("fault " + name + ": the keeper is gone: " + e.getMessage());
        } catch (TimeoutException e) {
            throw new FaultException("fault " + name + ": the keeper did not answer within " + patience.toSeconds()
                    + " s");
        } finally {
            answers.remove(name, answer);
        }
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ", 3);
                if (words.length == 3) {
                    hear(words[0], Kept.name(words[1]), Kept.name(words[2]));
                }
            }
        } catch (IOException e) {
            // It is gone, as those who ask will see.
        }
        answers.values().forEach(each -> each.completeExceptionally(new IOException("its output ended")));
    }

    private void hear(String word, String name, String more) {
        if (word.equals("gone")) {
            gone.accept(name, more);
        }
        CompletableFuture<String> waiting = answers.get(name);
        if (waiting != null) {
            var _ = waiting.complete(word + " " + more);
        }
    }

    /** Lets it end what is left and waits for that; returns whether everything is gone. */
    public boolean finish() throws InterruptedException {
        try {
            in.close();
        } catch (IOException e) {
            // It is gone.
        }
        return process.waitFor(END_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Lets it end what is left, and does not wait. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It is gone.
        }
    }
}
