package io.spillway.drill.measure;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** The requests of a run in the order in which they finished. */
public interface Recording {

    /** Returns how many requests have finished. */
    int size();

    /** Hands every request from row {@code from} on to the consumer. */
    void forEach(int from, Consumer<Request> consumer);

    /** Hands every request that was meant to be sent within the window and passes the filter to the consumer. */
    default void forEach(Window window, Predicate<Request> filter, Consumer<Request> consumer) {
        forEach(0, request -> {
            if (window.contains(request.sentMicros()) && filter.test(request)) {
                consumer.accept(request);
            }
        });
    }
}
