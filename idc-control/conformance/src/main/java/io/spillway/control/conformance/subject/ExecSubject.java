package io.spillway.control.conformance.subject;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Node;
import org.jspecify.annotations.Nullable;

/**
 * A server that is another process, told what to serve by lines on its standard input.
 *
 * <p>Its first line is {@code READY <port>}, or {@code READY <port> NODE} when it wants clients to present themselves in a way
 * of its own: then {@code NODE <id>} is answered by {@code OK <base64 of an envoy.config.core.v3.Node>}. Then each line {@code PUT <typeUrl> <name> <version> <base64 of the resource>}
 * or {@code REMOVE <typeUrl> <name>} is answered by {@code OK}, or by a line that says what is wrong. It ends when its
 * standard input does. Lines that it writes to standard error are passed on.
 */
public final class ExecSubject implements SubjectServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int SHOWN = 120;
    private static final String OK = "OK";
    private static final int MAX_PORT = 65_535;
    private static final Pattern READY = Pattern.compile("READY (\\d{1,5})( NODE)?( ENDING)?");
    private static final String END = "\0end";

    private final String command;
    private final Process process;
    private final BufferedWriter in;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final String address;
    private final boolean asksForNodes;
    private final boolean servesEnding;
    private final boolean separateStreams;

    private ExecSubject(String command, Process process, @Nullable String address, boolean separateStreams)
            throws IOException {
        this.command = command;
        this.process = process;
        this.separateStreams = separateStreams;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
        String first = firstLine();
        Matcher ready = READY.matcher(first);
        if (!ready.matches() || Integer.parseInt(ready.group(1)) > MAX_PORT) {
            close();
            throw new IOException(command + " printed: " + first + " (expected: READY <port>)");
        }
        this.address = address == null ? "127.0.0.1:" + ready.group(1) : address;
        this.asksForNodes = ready.group(2) != null;
        this.servesEnding = ready.group(3) != null;
    }

    /**
     * Starts the command with {@code sh -c} and waits until it is ready.
     *
     * @param address where the server is; null: on the loopback interface, at the port that the command prints
     * @param separateStreams whether each type is asked for from its own service; the command need not know
     * @throws IOException when it does not start, or prints anything else
     */
    public static ExecSubject start(String command, @Nullable String address, boolean separateStreams)
            throws IOException {
        // exec: so that the process that is ended is the server and not a shell around it
        Process process = new ProcessBuilder(List.of("sh", "-c", "exec " + command))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new ExecSubject(command, process, address, separateStreams);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public boolean servesEnding() {
        return servesEnding;
    }

    @Override
    public boolean separateStreams() {
        return separateStreams;
    }

    @Override
    public void putEnding(Any resource, String name, String version) throws IOException {
        put("ENDING ", resource, name, version);
    }

    @Override
    public void put(Any resource, String name, String version) throws IOException {
        put("PUT ", resource, name, version);
    }

    private void put(String how, Any resource, String name, String version) throws IOException {
        tell(how + resource.getTypeUrl() + " " + name + " " + version + " "
                + Base64.getEncoder().encodeToString(resource.getValue().toByteArray()));
    }

    @Override
    public void remove(String typeUrl, String name) throws IOException {
        tell("REMOVE " + typeUrl + " " + name);
    }

    @Override
    public Node node(String id) throws IOException {
        if (!asksForNodes) {
            return SubjectServer.super.node(id);
        }
        String line = say("NODE " + id);
        if (!line.startsWith(OK + " ")) {
            throw unexpected(line, "OK <base64>", "NODE " + id);
        }
        try {
            return Node.parseFrom(Base64.getDecoder().decode(line.substring(OK.length() + 1)));
        } catch (IllegalArgumentException notBase64) {
            throw new IOException(command + " answered: " + line + ": " + notBase64.getMessage(), notBase64);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (IOException gone) {
            // it ended before; there is nothing left to end
        }
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String firstLine() throws IOException {
        try {
            return line();
        } catch (IOException notStarted) {
            close();
            throw notStarted;
        }
    }

    private void tell(String line) throws IOException {
        String answer = say(line);
        if (!answer.equals(OK)) {
            throw unexpected(answer, OK, line);
        }
    }

    private String say(String line) throws IOException {
        in.write(line);
        in.newLine();
        in.flush();
        return line();
    }

    private IOException unexpected(String answer, String expected, String line) {
        return new IOException(command + " answered: " + answer + " (expected: " + expected + ") to: "
                + line.substring(0, Math.min(line.length(), SHOWN)));
    }

    private String line() throws IOException {
        try {
            String line = out.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new IOException(command + " printed nothing for " + PATIENCE.toSeconds() + " s");
            }
            if (line.equals(END)) {
                out.add(END);
                throw new IOException(command + " ended");
            }
            return line;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                out.add(line);
                line = reader.readLine();
            }
        } catch (IOException ended) {
            // said by END
        }
        out.add(END);
    }
}
