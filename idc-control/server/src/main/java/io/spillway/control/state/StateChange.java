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

    /** One resource before (null: created) and after (null: deleted). */
    public record Changed(@Nullable Resource before, @Nullable Resource after) {

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
