package io.spillway.control.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A peer that runs: a process that serves ADS, delta and state of the world, on a port of the loopback address. One thread
 * at a time may tell it something. It ends by {@link #close}, and by itself when whoever started it has ended, since its
 * stdin is then at an end.
 */
public final class PeerProcess implements AutoCloseable {
    private static final String READY = "READY ";
    private static final String OK = "OK";
    private static final String ENDED = "ENDED";
    private static final int PATIENCE_SECONDS = 60;
    private static final int END_SECONDS = 5;
    private static final int KEPT_LINES = 20;
    private static final int QUOTED = 200;
    /** Answers that may lie unread: far fewer than a pipe holds, so that the peer never waits for us while we wait for it. */
    private static final int UNREAD = 1000;

    private final String name;
    private final Process process;
    private final BufferedWriter lines;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Deque<String> complaints = new ArrayDeque<>();
    private final int port;

    private PeerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.lines = process.outputWriter(UTF_8);
        Thread.ofVirtual().start(() -> drain(process.errorReader(UTF_8), this::complain));
        Thread.ofVirtual().start(() -> {
            drain(process.inputReader(UTF_8), answers::add);
            answers.add(ENDED);
        });
        String first = answer();
        if (!first.startsWith(READY)) {
            throw failure("said '" + first + "', expected '" + READY + "port'");
        }
        port = Integer.parseInt(first.substring(READY.length()));
    }

    /**
     * Starts a peer and waits until it listens.
     *
     * @throws PeerException when it cannot be started, or does not listen within a minute
     */
    public static PeerProcess start(Peer peer) {
        Process process;
        try {
            process = new ProcessBuilder(peer.command()).start();
        } catch (IOException e) {
            throw new PeerException(peer.name() + ": " + peer.command().getFirst() + " cannot be started: "
                    + e.getMessage(), e);
        }
        try {
            return new PeerProcess(peer.name(), process);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Returns the name of the peer. */
    public String name() {
        return name;
    }

    /** Returns the port of 127.0.0.1 that it serves on, in plain text. */
    public int port() {
        return port;
    }

    /** Returns the process id, for instance to read what it costs. */
    public long pid() {
        return process.pid();
    }

    /** Tells whether the process runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /**
     * Makes one change; returns when the peer has applied it, which may be after it has sent it.
     *
     * @throws PeerException when it is refused
     */
    public void apply(Change change) {
        String line = change.line();
        write(line);
        flush();
        String answer = answer();
        if (!answer.equals(OK)) {
            throw failure("answered '" + answer + "' to " + line.substring(0, Math.min(line.length(), QUOTED)));
        }
    }

    /**
     * Makes many changes that clients see as one; the peer builds one snapshot.
     *
     * @throws PeerException when one of them is refused; the others are made
     */
    public void apply(Collection<? extends Change> changes) {
        List<String> refused = new ArrayList<>();
        write("BEGIN");
        int unread = 1;
        for (Change change : changes) {
            write(change.line());
            unread++;
            if (unread == UNREAD) {
                read(unread, refused);
                unread = 0;
            }
        }
        write("COMMIT");
        read(unread + 1, refused);
        if (!refused.isEmpty()) {
            throw failure("refused " + refused.size() + " of " + changes.size() + " changes, the first by '"
                    + refused.getFirst() + "'");
        }
    }

    private void read(int unread, List<String> refused) {
        flush();
        for (int i = 0; i < unread; i++) {
            String answer = answer();
            if (!answer.equals(OK)) {
                refused.add(answer);
            }
        }
    }

    private String answer() {
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw failure("said nothing for " + PATIENCE_SECONDS + " s");
            }
            if (answer.equals(ENDED)) {
                throw failure("has ended");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for: interrupted");
        }
    }

    private void write(String line) {
        try {
            lines.write(line);
            lines.newLine();
        } catch (IOException e) {
            throw failure("does not listen: " + e.getMessage());
        }
    }

    private void flush() {
        try {
            lines.flush();
        } catch (IOException e) {
            throw failure("does not listen: " + e.getMessage());
        }
    }

    private static void drain(BufferedReader from, Consumer<String> to) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                to.accept(line);
            }
        } catch (IOException e) {
            to.accept("(its output broke off: " + e.getMessage() + ")");
        }
    }

    private void complain(String line) {
        synchronized (complaints) {
            complaints.add(line);
            if (complaints.size() > KEPT_LINES) {
                complaints.remove();
            }
        }
    }

    private PeerException failure(String what) {
        synchronized (complaints) {
            return new PeerException(name + " (process " + process.pid() + ") " + what
                    + (complaints.isEmpty() ? "" : "; its stderr ends with: " + String.join(" | ", complaints)));
        }
    }

    /** Ends the process, by its id, and waits for that. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
