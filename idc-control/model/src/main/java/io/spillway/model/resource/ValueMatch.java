package io.spillway.model.resource;

/**
 * What a named value of a request (a header, a cookie or a query parameter) must be.
 *
 * @param name of a header in lower case; of a cookie or query parameter as written
 * @param value empty for {@link Operator#PRESENT}
 * @param invert whether the request must not have such a value; one that has no value at all is then right too
 */
public record ValueMatch(String name, Operator operator, String value, boolean invert) {

    /** How the value is compared. */
    public enum Operator {
        EXACT, PREFIX, SUFFIX, CONTAINS, PRESENT
    }

    /** Makes one that is not inverted. */
    public ValueMatch(String name, Operator operator, String value) {
        this(name, operator, value, false);
    }
}
