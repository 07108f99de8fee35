package io.spillway.control.nodes;

import java.util.List;

import io.spillway.registry.Event;

/** What the thread of a {@link NodeKeeper} is told, in the order in which it happened. */
sealed interface NodeMessage {

    record Batch(long revision, List<Event> events) implements NodeMessage {}

    record Compacted() implements NodeMessage {}

    record Connection(boolean now) implements NodeMessage {}

    record Said() implements NodeMessage {}

    record Stop() implements NodeMessage {}
}
