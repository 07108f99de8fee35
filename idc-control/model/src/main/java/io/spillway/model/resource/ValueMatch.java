package io.spillway.model.resource;

/**
 * What a named value of a request (a header or a query parameter) must be.
 *
 * @param name of a header in lower case; of a query parameter as written
 * @param value empty for {@link Operator#PRESENT}
 */
public record ValueMatch(String name, Operator operator, String value) {

    /** How the value is compared. */
    public enum Operator {
        EXACT, PREFIX, PRESENT
    }
}
