package io.spillway.model.document;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a document.
 *
 * @param pointer JSON pointer of the place, "" for the whole document
 * @param value what stands there, as text for people: quoted when it is a string, "missing" when nothing stands there
 * @param expected what should stand there
 * @param position in the text, null when the document did not come from a text
 */
public record Violation(String pointer, String value, String expected, @Nullable Position position) {

    /** Returns the violation as one line, as in {@code /spec/groups/0/weight: "ten" (expected: integer 0..10000)}. */
    public String message() {
        return (pointer.isEmpty() ? "document" : pointer) + ": " + value + " (expected: " + expected + ")";
    }

    @Override
    public String toString() {
        return message();
    }
}
