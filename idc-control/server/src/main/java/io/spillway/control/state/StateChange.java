package io.spillway.control.state;

import java.time.Instant;
import java.util.List;

import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One step from a state to the next.
 *
 * @param state         the newer state
 * @param resources     what changed, each at most once
 * @param touched       what must be looked at again because of it
 * @param revision      registry revision of the change
 * @param receivedNanos ticker's time at which this node got the event: the start of every push latency
 * @param receivedAt    the same as wall-clock time
 */
public record StateChange(ControlState state, List<Changed> resources, Touched touched, long revision,
        long receivedNanos, Instant receivedAt) {

    public StateChange {
        resources = List.copyOf(resources);
    }

    /** Who wrote something and when, by his own clock; the time is null when that is not known. */
    public record Written(String author, @Nullable Instant at) {

        /** By nobody knows whom. */
        public static final Written UNKNOWN = new Written("unknown", null);
    }

    /** One resource before (null: created) and after (null: deleted). */
    public record Changed(@Nullable Resource before, @Nullable Resource after, Written written) {

        /** Creates a change by nobody knows whom. */
        public Changed(@Nullable Resource before, @Nullable Resource after) {
            this(before, after, Written.UNKNOWN);
        }

        /** Returns the resource as it is or last was. */
        public Resource newest() {
            Resource any = after != null ? after : before;
            if (any == null) {
                throw new IllegalStateException("a change without resource");
            }
            return any;
        }
    }
}
