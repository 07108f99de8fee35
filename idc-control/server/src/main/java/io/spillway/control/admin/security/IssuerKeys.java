package io.spillway.control.admin.security;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import io.spillway.control.access.AccessObserver;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The keys of one issuer, asked for when a token needs them and kept. Never blocks; safe for all threads. */
final class IssuerKeys {

    private final String issuer;
    private final Supplier<CompletableFuture<List<JWK>>> source;
    private final InstantSource clock;
    private final AccessObserver observer;
    /** Guarded by this. */
    private KeyRing ring;
    /** The question that is under way; null: none. Guarded by this. */
    private @Nullable CompletableFuture<Void> asking;

    /** What came of looking for a key. */
    sealed interface Outcome {

        /** It is here. */
        record Here() implements Outcome {}

        /** The issuer has no such key. */
        record NoSuchKey() implements Outcome {}

        /** The issuer could not be asked. */
        record Unavailable(String reason) implements Outcome {}
    }

    /**
     * Creates it; asks for nothing yet.
     *
     * @param ring   what is known from before
     * @param source asks the issuer; never blocks
     */
    IssuerKeys(String issuer, KeyRing ring, Supplier<CompletableFuture<List<JWK>>> source, InstantSource clock,
            AccessObserver observer) {
        this.issuer = issuer;
        this.ring = ring;
        this.source = source;
        this.clock = clock;
        this.observer = observer;
    }

    /** Returns what is known now. */
    synchronized KeyRing ring() {
        return ring;
    }

    /** Looks for the key of a token, and asks the issuer where that is of use. */
    Mono<Outcome> find(JWSHeader header) {
        return Mono.defer(() -> switch (ring().step(header, clock.instant())) {
            case USE, REFUSE -> Mono.just(outcome(header));
            case USE_AND_ASK -> {
                var _ = ask();
                yield Mono.just(outcome(header));
            }
            // What others wait for as well is not cancelled when one of them goes.
            case ASK -> Mono.fromFuture(ask(), true).then(Mono.fromSupplier(() -> outcome(header)));
        });
    }

    /** Asks the issuer, unless a question is under way. What is returned is done when there is an answer, good or bad. */
    synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> running = asking;
        if (running != null && !running.isDone()) {
            return running;
        }
        CompletableFuture<Void> asked = source.get().handle((keys, failed) -> {
            answered(keys, failed);
            return null;
        });
        asking = asked;
        return asked;
    }

    private void answered(@Nullable List<JWK> keys, @Nullable Throwable failed) {
        String failure = keys == null ? reason(failed) : keys.isEmpty() ? "it has no public keys" : "";
        synchronized (this) {
            ring = keys == null || keys.isEmpty()
                    ? ring.without(failure, clock.instant())
                    : ring.with(keys, clock.instant());
        }
        observer.askedForKeys(issuer, failure);
    }

    private Outcome outcome(JWSHeader header) {
        KeyRing now = ring();
        if (now.holds(header, clock.instant())) {
            return new Outcome.Here();
        }
        return now.failure().isEmpty() ? new Outcome.NoSuchKey() : new Outcome.Unavailable(now.failure());
    }

    private static String reason(@Nullable Throwable failed) {
        Throwable cause = failed instanceof CompletionException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        if (cause instanceof TimeoutException) {
            return "no answer in time";
        }
        String message = cause == null ? null : cause.getMessage();
        return message == null ? cause == null ? "no answer" : cause.getClass().getSimpleName() : message;
    }
}
