package io.spillway.registry.etcd;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.etcd.jetcd.ByteSequence;
import io.spillway.registry.KeyValue;
import org.jspecify.annotations.Nullable;

/** Waiting for jetcd with a deadline, and its types in ours. */
final class Calls {

    private Calls() {}

    static <T> T await(CompletableFuture<T> future, Duration timeout) throws CallFailed {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new CallFailed("no answer within " + timeout.toMillis() + " ms", true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailed("interrupted", true, e);
        } catch (CancellationException e) {
            throw new CallFailed("the connection was closed", true, e);
        } catch (ExecutionException e) {
            throw CallFailed.of(e);
        }
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    static KeyValue keyValue(io.etcd.jetcd.KeyValue from) {
        return new KeyValue(from.getKey().toString(StandardCharsets.UTF_8), from.getValue().getBytes(),
                from.getCreateRevision(), from.getModRevision(), from.getLease());
    }

    /** A call had no good answer. */
    static final class CallFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean maybeDone;

        CallFailed(String message, boolean maybeDone, @Nullable Throwable cause) {
            super(message, cause);
            this.maybeDone = maybeDone;
        }

        static CallFailed of(Throwable thrown) {
            Throwable root = thrown;
            int depth = 0; // causes may go in a circle
            for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause()) {
                root = cause;
                depth++;
            }
            String message = root.getMessage() == null ? root.toString() : root.getMessage();
            return new CallFailed(message, !(root instanceof ConnectException), thrown);
        }

        /** False when the request surely never left this process. */
        boolean maybeDone() {
            return maybeDone;
        }

        boolean says(String words) {
            return String.valueOf(getMessage()).contains(words);
        }
    }
}
