package io.spillway.model.validation;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Violation;

/** Collects what is wrong with one write. */
final class Findings {

    private final List<Violation> violations = new ArrayList<>();
    private String prefix = "";

    /** Says that what follows is about the resource with that number of so many. */
    void about(int index, int count) {
        prefix = count == 1 ? "" : "/" + index;
    }

    void add(String pointer, String value, String expected) {
        violations.add(new Violation(prefix + pointer, value, expected, null));
    }

    /** Notes that a name does not name anything. */
    void unknownName(String pointer, String name, String expected) {
        add(pointer, "\"" + name + "\"", expected);
    }

    List<Violation> violations() {
        return violations;
    }
}
