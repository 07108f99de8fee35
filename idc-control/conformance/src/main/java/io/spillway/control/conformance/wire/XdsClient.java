package io.spillway.control.conformance.wire;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import io.spillway.control.conformance.subject.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * One aggregated stream. What both variants can say is here, so that a case can be told once for both; the raw requests of
 * each are in the subclasses. Used by the thread of the case only.
 */
public abstract class XdsClient implements AutoCloseable {

    private static final int MOST_DRAINED = 100;

    private final String name;
    private final Timing timing;
    private final Transcript transcript;
    private final Map<ResourceKind, Held> held = new EnumMap<>(ResourceKind.class);
    private @Nullable Node node;

    XdsClient(String name, Node node, Timing timing, Transcript transcript) {
        this.name = name;
        this.node = node;
        this.timing = timing;
        this.transcript = transcript;
        for (ResourceKind kind : ResourceKind.values()) {
            held.put(kind, new Held(kind));
        }
    }

    /** Subscribes these names, beside those before; {@code *} is everything. */
    public abstract void subscribe(ResourceKind kind, List<String> names);

    /** Asks for everything without naming anything, as old clients do. Only as the first request of a type. */
    public abstract void subscribeSilently(ResourceKind kind);

    /** Takes back the subscription of these names. */
    public abstract void unsubscribe(ResourceKind kind, List<String> names);

    /** Accepts a response, and subscribes these names in the same request. */
    public abstract void ack(ResourceKind kind, Answer answer, String... more);

    /** Refuses a response, and subscribes these names in the same request. */
    public abstract void nack(ResourceKind kind, Answer answer, String... more);

    /** Asks for a resource of a type that no server knows. */
    public abstract void subscribeUnknown(String typeUrl, String name);

    /** Subscribes, and says in the request who the client is, whatever was said before. */
    public abstract void subscribeAs(Node claimed, ResourceKind kind, String resource);

    abstract Inbox<?> inbox();

    /** Ends the stream from the client's side. */
    abstract void hangUp();

    /** Subscribes these names, beside those before. */
    public final void subscribe(ResourceKind kind, String... names) {
        subscribe(kind, List.of(names));
    }

    /** Takes back the subscription of these names. */
    public final void unsubscribe(ResourceKind kind, String... names) {
        unsubscribe(kind, List.of(names));
    }

    /** Lets the next request not say who the client is. */
    public final void forgetNode() {
        node = null;
    }

    /** Returns what the client holds. */
    public final Held held(ResourceKind kind) {
        Held found = held.get(kind);
        if (found == null) {
            throw new IllegalStateException("every kind has one: " + kind);
        }
        return found;
    }

    /** Forgets what was told so far of a type, but not what is held. */
    public final Held mark(ResourceKind kind) {
        held(kind).mark();
        return held(kind);
    }

    /** Waits for the next response of a type and applies it, but does not answer it. */
    public final Answer next(ResourceKind kind, String what) {
        Answer answer = inbox().take(kind.typeUrl(), timing.deadline());
        if (answer == null) {
            throw missed(kind, what);
        }
        apply(kind, answer);
        return answer;
    }

    /**
     * Answers every response of a type with an Ack until the client holds what it should. A server that never stops to send
     * has no longer than one that sends nothing.
     */
    public final void until(ResourceKind kind, String what, Predicate<Held> enough) {
        long deadline = inbox().after(timing.deadline());
        while (!enough.test(held(kind))) {
            Answer answer = inbox().take(kind.typeUrl(), deadline);
            if (answer == null) {
                throw missed(kind, what);
            }
            apply(kind, answer);
            ack(kind, answer);
        }
    }

    /** Waits that long for the next response of a type, applies it and answers with an Ack; null when none comes. */
    public final @Nullable Answer within(ResourceKind kind, Duration patience) {
        Answer answer = inbox().take(kind.typeUrl(), patience);
        if (answer != null) {
            apply(kind, answer);
            ack(kind, answer);
        }
        return answer;
    }

    /** Answers with an Ack every response that comes within the quiet time, and returns when that time brought none. */
    public final void drain(ResourceKind kind) {
        Answer answer = inbox().take(kind.typeUrl(), timing.quiet());
        for (int most = MOST_DRAINED; answer != null && most > 0; most--) {
            apply(kind, answer);
            ack(kind, answer);
            answer = inbox().take(kind.typeUrl(), timing.quiet());
        }
    }

    /** Returns the next response of a type that comes within the quiet time, applied but not answered; null when none does. */
    public final @Nullable Answer poll(ResourceKind kind) {
        Answer answer = inbox().take(kind.typeUrl(), timing.quiet());
        if (answer != null) {
            apply(kind, answer);
        }
        return answer;
    }

    /** Expects that no response of a type comes within the quiet time. */
    public final void quiet(ResourceKind kind, String why) {
        Answer answer = inbox().take(kind.typeUrl(), timing.quiet());
        if (answer != null) {
            throw new Unmet("no response expected within " + timing.quiet().toMillis() + " ms, " + why + "; came: "
                    + answer);
        }
        expectAlive();
    }

    /** Expects that the stream has not ended, as far as is known now. */
    public final void expectAlive() {
        Status ended = inbox().ended();
        if (ended != null) {
            throw new Unmet("the server ended the stream: " + text(ended));
        }
    }

    /** Waits until the client holds what it should, or the server ends the stream, or neither within the deadline. */
    public final Reaction reaction(ResourceKind kind, Predicate<Held> served) {
        long deadline = inbox().after(timing.deadline());
        while (!served.test(held(kind))) {
            Answer answer = inbox().take(kind.typeUrl(), deadline);
            if (answer == null) {
                Status ended = inbox().ended();
                return ended == null ? new Reaction.Silence() : new Reaction.Ended(ended.getCode().name());
            }
            apply(kind, answer);
            ack(kind, answer);
        }
        return new Reaction.Served();
    }

    /** How a server takes what it need not understand. */
    public sealed interface Reaction {

        /** It goes on. */
        record Served() implements Reaction {}

        /** It ends the stream. */
        record Ended(String status) implements Reaction {}

        /** It does neither. */
        record Silence() implements Reaction {}
    }

    @Override
    public final void close() {
        transcript.add(name + " hangs up");
        hangUp();
    }

    final @Nullable Node takeNode() {
        Node taken = node;
        node = null;
        return taken;
    }

    final void said(String what) {
        transcript.add(name + " -> " + what);
    }

    void apply(ResourceKind kind, Answer answer) {
        held(kind).apply(answer, false);
    }

    private Unmet missed(ResourceKind kind, String what) {
        Status ended = inbox().ended();
        return new Unmet((ended == null
                ? "not within " + timing.deadline().toMillis() + " ms: "
                : "the server ended the stream (" + text(ended) + ") before: ") + what + "; " + held(kind));
    }

    private static String text(Status status) {
        return status.getDescription() == null
                ? status.getCode().name()
                : status.getCode() + ": " + status.getDescription();
    }
}
