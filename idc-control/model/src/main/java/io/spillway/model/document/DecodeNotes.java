package io.spillway.model.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What one decoding has found so far. */
final class DecodeNotes {

    /** A hostile document must not make an answer of any length. */
    private static final int MOST_VIOLATIONS = 100;

    private final boolean strict;
    private final boolean silent;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> unknownKeys = new ArrayList<>();

    DecodeNotes(boolean strict) {
        this(strict, false);
    }

    private DecodeNotes(boolean strict, boolean silent) {
        this.strict = strict;
        this.silent = silent;
    }

    /** Returns notes that keep nothing: for reading on where nothing stands, to get a stand-in. */
    DecodeNotes muted() {
        return new DecodeNotes(strict, true);
    }

    List<Violation> violations() {
        return violations;
    }

    List<String> unknownKeys() {
        return unknownKeys;
    }

    void add(String pointer, @Nullable Tree value, String expected, Position position) {
        add(new Violation(pointer, value == null ? "missing" : Shown.tree(value), expected,
                position.known() ? position : null));
    }

    void add(Violation violation) {
        if (!silent && violations.size() < MOST_VIOLATIONS) {
            violations.add(violation);
        }
    }

    void unknownKey(String pointer, String key, Collection<String> known, Position position) {
        if (!strict) {
            unknownKeys.add(pointer);
            return;
        }
        String nearest = Nearest.of(key, known);
        String expected = known.isEmpty() ? "no key" : "one of " + String.join(", ", known);
        add(new Violation(pointer, "unknown key",
                nearest == null ? expected : expected + "; did you mean " + nearest + "?",
                position.known() ? position : null));
    }
}
