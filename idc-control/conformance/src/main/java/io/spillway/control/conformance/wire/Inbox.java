package io.spillway.control.conformance.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a stream brought and nobody has taken yet, by type URL. gRPC's threads fill it, the case's thread takes.
 *
 * @param <R> responses
 */
final class Inbox<R> implements StreamObserver<R> {

    /** Reads a response, the so-manieth of the stream. */
    @FunctionalInterface
    interface Reader<R> {

        Answer read(long number, R response);
    }

    private sealed interface Event {

        record Came(Answer answer) implements Event {}

        record Ended(Status status) implements Event {}
    }

    private final String client;
    private final Ticker ticker;
    private final Transcript transcript;
    private final Reader<R> reader;
    private final AtomicLong count = new AtomicLong();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, Deque<Answer>> waiting = new HashMap<>();
    private @Nullable Status ended;

    Inbox(String client, Ticker ticker, Transcript transcript, Reader<R> reader) {
        this.client = client;
        this.ticker = ticker;
        this.transcript = transcript;
        this.reader = reader;
    }

    @Override
    public void onNext(R response) {
        Answer answer = reader.read(count.incrementAndGet(), response);
        transcript.add(client + " <- " + answer);
        events.add(new Event.Came(answer));
    }

    @Override
    public void onError(Throwable cause) {
        Status status = Status.fromThrowable(cause);
        transcript.add(client + " <- ended " + status.getCode() + " " + status.getDescription());
        events.add(new Event.Ended(status));
    }

    @Override
    public void onCompleted() {
        transcript.add(client + " <- ended OK");
        events.add(new Event.Ended(Status.OK));
    }

    /** Returns the next response of that type, or null when none came in that time or the stream ended. */
    @Nullable
    Answer take(String typeUrl, Duration patience) {
        return take(typeUrl, after(patience));
    }

    /** Returns the time, in the ticker's nanoseconds, that is so long from now. */
    long after(Duration patience) {
        return ticker.nanos() + patience.toNanos();
    }

    /** Returns the next response of that type, or null when none came until that time or the stream ended. */
    @Nullable
    Answer take(String typeUrl, long deadline) {
        boolean late = ticker.nanos() > deadline;
        while (true) {
            Answer answer = late ? null : of(typeUrl).poll();
            if (answer != null) {
                return answer;
            }
            if (late || ended != null || !pull(deadline - ticker.nanos())) {
                return null;
            }
        }
    }

    /** Returns how the stream ended, as far as known now. */
    @Nullable
    Status ended() {
        return ended;
    }

    private Deque<Answer> of(String typeUrl) {
        return waiting.computeIfAbsent(typeUrl, _ -> new ArrayDeque<>());
    }

    private boolean pull(long nanos) {
        try {
            Event event = events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            switch (event) {
                case null -> {
                    return false;
                }
                case Event.Came came -> of(came.answer().typeUrl()).add(came.answer());
                case Event.Ended end -> ended = end.status();
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unmet("interrupted");
        }
    }
}
