package io.spillway.registry.embedded;

import java.util.List;

import io.spillway.registry.Event;

/** All changes of one revision. */
record Batch(long revision, List<Event> events) {

    Batch {
        events = List.copyOf(events);
    }

    long bytes() {
        long bytes = 0;
        for (Event event : events) {
            bytes += event.key().length() + event.keyValue().value().length;
        }
        return bytes;
    }
}
