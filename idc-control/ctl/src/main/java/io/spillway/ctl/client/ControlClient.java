package io.spillway.ctl.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Asks the first control node of a list that answers. A question goes to the next address after any failure; a write only
 * while it cannot have arrived. Not thread-safe.
 */
public final class ControlClient {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int UNAVAILABLE = 503;

    /**
     * How to ask.
     *
     * @param servers in order of preference, at least one
     * @param headers sent with every request, as in {@code Authorization: Bearer x}
     * @param timeout of each request, from its start to the last byte of its answer
     * @param trace is told about every request and answer
     */
    public record Settings(List<ServerAddress> servers, List<String> headers, Duration timeout,
            Consumer<String> trace) {

        public Settings {
            servers = List.copyOf(servers);
            headers = List.copyOf(headers);
        }
    }

    private final Settings settings;
    private final Connector connector;
    private final Ticker ticker;

    /** Creates a client that has not connected yet. */
    public ControlClient(Settings settings, Connector connector, Ticker ticker) {
        this.settings = settings;
        this.connector = connector;
        this.ticker = ticker;
    }

    /** Sends a request and waits for its outcome. */
    public Answer send(Request request) {
        List<String> attempts = new ArrayList<>();
        Answer answer = null;
        for (ServerAddress address : settings.servers()) {
            Answer given = sendTo(address, request, attempts);
            answer = given == null ? answer : given;
            boolean another = given == null
                    || (!request.writes() && given instanceof Answer.Refused refused
                            && refused.status() == UNAVAILABLE);
            if (!another) {
                break;
            }
        }
        return answer == null ? new Answer.Unreachable(attempts) : answer;
    }

    /** Returns what this address says, or null when it says nothing and the request may go to another. */
    private @Nullable Answer sendTo(ServerAddress address, Request request, List<String> attempts) {
        long start = ticker.nanos();
        settings.trace().accept(request.method() + " " + request.target() + " to " + address);
        Exchange exchange = open(address, attempts);
        if (exchange == null) {
            return null;
        }
        try (exchange) {
            exchange.start(address, request, settings.headers(), left(start));
            Answer answer = read(address, exchange, start);
            settings.trace().accept(exchange.status() + " after " + (ticker.nanos() - start) / 1_000_000 + " ms");
            return answer;
        } catch (IOException e) {
            String reason = reason(e);
            settings.trace().accept(reason);
            if (request.writes()) {
                return new Answer.OutcomeUnknown(address, reason);
            }
            attempts.add(address + ": " + reason);
            return null;
        }
    }

    private @Nullable Exchange open(ServerAddress address, List<String> attempts) {
        try {
            Duration patience = settings.timeout().compareTo(LONGEST_CONNECT) < 0
                    ? settings.timeout()
                    : LONGEST_CONNECT;
            return new Exchange(connector.connect(address, patience));
        } catch (IOException e) {
            settings.trace().accept(reason(e));
            attempts.add(address + ": " + reason(e));
            return null;
        }
    }

    /**
     * Opens a stream of events at the first address that gives one.
     *
     * @param silence how long it may say nothing before it counts as broken
     * @return the stream, which the caller closes; or why there is none
     */
    public StreamAnswer stream(String target, Duration silence) {
        List<String> attempts = new ArrayList<>();
        for (ServerAddress address : settings.servers()) {
            long start = ticker.nanos();
            settings.trace().accept("GET " + target + " to " + address);
            Exchange exchange = open(address, attempts);
            if (exchange == null) {
                continue;
            }
            try {
                exchange.start(address, Request.get(target), settings.headers(), settings.timeout());
                if (exchange.status() == 200 && exchange.header("content-type").startsWith("text/event-stream")) {
                    exchange.silence(silence);
                    return new StreamAnswer.Open(new EventStream(exchange));
                }
                Answer answer = read(address, exchange, start);
                exchange.close();
                return new StreamAnswer.NotOpen(answer);
            } catch (IOException e) {
                exchange.close();
                attempts.add(address + ": " + reason(e));
            }
        }
        return new StreamAnswer.NotOpen(new Answer.Unreachable(attempts));
    }

    /** A stream of events, or why there is none. */
    public sealed interface StreamAnswer {

        /** The stream. */
        record Open(EventStream events) implements StreamAnswer {}

        /** What was said instead. */
        record NotOpen(Answer answer) implements StreamAnswer {}
    }

    private Answer read(ServerAddress address, Exchange exchange, long start) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        exchange.silence(left(start));
        for (int count = exchange.body().read(buffer); count >= 0; count = exchange.body().read(buffer)) {
            if (body.size() + count > MOST_BYTES) {
                throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
            }
            body.write(buffer, 0, count);
            exchange.silence(left(start));
        }
        String text = body.toString(StandardCharsets.UTF_8);
        int status = exchange.status();
        boolean json = exchange.header("content-type").contains("json");
        if (!json || !(JsonText.parse(text) instanceof Decoded.Valid<Tree>(Tree tree))) {
            return new Answer.Foreign(address, status, text);
        }
        JsonView view = new JsonView(tree);
        return status / 100 == 2
                ? new Answer.Done(view)
                : view.at("title").present()
                        ? new Answer.Refused(status, view)
                        : new Answer.Foreign(address, status, text);
    }

    private Duration left(long start) throws SocketTimeoutException {
        Duration left = settings.timeout().minusNanos(ticker.nanos() - start);
        if (left.compareTo(Duration.ZERO) <= 0) {
            throw new SocketTimeoutException();
        }
        return left;
    }

    private String reason(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + settings.timeout().toMillis() + " ms";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
