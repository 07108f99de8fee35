package io.spillway.control.state;

import java.util.Map;
import java.util.Objects;

import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lets resources that are kept share what is equal in them: a record that was just read has texts of its own, also where
 * 100,000 workloads say the same, and those of one service mostly do. What it remembers is bounded and may be forgotten at
 * any time: then there is one more copy of something, no more. Used by one thread.
 */
final class SharedValues {

    /** Of two ways each: some 10,000 services and their labels find place without pushing each other out. */
    private static final int SETS = 1 << 14;

    private final @Nullable Object[] remembered = new Object[2 * SETS];

    /** Returns an equal resource; {@code before} is what stood there until now. */
    Resource of(Resource read, @Nullable Resource before) {
        if (!(read.spec() instanceof WorkloadEntrySpec spec)) {
            return read;
        }
        Metadata metadata = read.metadata();
        WorkloadEntrySpec was = before != null && before.spec() instanceof WorkloadEntrySpec older ? older : null;
        return new Resource(read.kind(),
                new Metadata(before == null ? metadata.name() : older(before.name(), metadata.name()),
                        labels(metadata.labels()), labels(metadata.annotations()), metadata.revision()),
                new WorkloadEntrySpec(one(spec.service()), one(spec.group()), one(spec.cluster()),
                        was == null ? spec.address() : older(was.address(), spec.address()), spec.port(),
                        spec.weight(), spec.state(), labels(spec.labels()),
                        spec.lease() == null ? null : one(spec.lease()), spec.checkPort()));
    }

    /** Few workloads have annotations, and those have their own: but then labels may be alike one by one. */
    private Map<String, String> labels(Map<String, String> labels) {
        return labels.isEmpty() ? labels : one(labels);
    }

    private static String older(String older, String newer) {
        return older.equals(newer) ? older : newer;
    }

    /** Returns an equal value that was given before, or this one. */
    @SuppressWarnings("unchecked") // what equals a value of these types is of its type
    private <T> T one(T value) {
        int hash = value.hashCode() * 0x9E3779B9;
        int at = (hash >>> 18) * 2;
        for (int way = at; way <= at + 1; way++) {
            if (Objects.equals(remembered[way], value)) {
                T known = (T) remembered[way];
                return known == null ? value : known;
            }
        }
        remembered[at + 1] = remembered[at];
        remembered[at] = value;
        return value;
    }
}
