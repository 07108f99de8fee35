package io.spillway.control.state;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.spillway.registry.ConnectionState;
import io.spillway.registry.Event;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;

/** What the thread of a {@link StateKeeper} is told, in the order in which it happened. */
sealed interface StateMessage {

    record Batch(long revision, List<Event> events, long receivedNanos) implements StateMessage {}

    record Judged(String workload, @Nullable HealthRecord record, long receivedNanos) implements StateMessage {}

    record Written(String workload, @Nullable HealthRecord record, long revision) implements StateMessage {}

    record Relist(String why) implements StateMessage {}

    /** A comparison is over; {@code found} is null when there was nothing to compare with. */
    record Compared(long round, long epoch, long askedNanos, @Nullable Comparison found) implements StateMessage {}

    record Believe(CompletableFuture<Boolean> done) implements StateMessage {}

    record Connection(ConnectionState state, long heardNanos) implements StateMessage {}

    record Stop() implements StateMessage {}
}
