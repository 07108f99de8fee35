package io.spillway.model.document;

/**
 * A place in a text.
 *
 * @param line counted from 1; 0 when the tree did not come from a text
 * @param column counted from 1; 0 when the tree did not come from a text
 */
public record Position(int line, int column) {

    /** Of a tree that did not come from a text. */
    public static final Position NONE = new Position(0, 0);

    /** Returns whether this is a place in a text. */
    public boolean known() {
        return line > 0;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
