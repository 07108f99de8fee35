package io.spillway.wire.record;

import io.spillway.model.document.Violation;
import io.spillway.model.resource.Names;
import io.spillway.wire.v1.Generation;
import org.jspecify.annotations.Nullable;

/** Looks through the fields of a message for the first that is wrong. For use by one thread, once. */
final class Faults {

    private @Nullable Violation first;

    /** Returns the first that was found; null for none. */
    @Nullable
    Violation first() {
        return first;
    }

    void check(boolean good, String pointer, String value, String expected) {
        if (!good && first == null) {
            first = new Violation(pointer, value, expected, null);
        }
    }

    void name(String pointer, String name) {
        check(Names.valid(name), pointer, "\"" + name + "\"", Names.TYPE.expected());
    }

    void generation(String pointer, Generation generation) {
        check(generation.getCounter() >= 1 && Names.valid(generation.getIdc()), pointer,
                generation.getCounter() + "/" + generation.getIdc(), "counter of at least 1 and the name of an IDC");
    }

    void count(String pointer, long count, long most) {
        check(count >= 0 && count <= most, pointer, Long.toString(count), "0 to " + most);
    }

    void figure(String pointer, double figure) {
        check(figure >= 0 && Double.isFinite(figure), pointer, Double.toString(figure), "number of at least 0");
    }
}
