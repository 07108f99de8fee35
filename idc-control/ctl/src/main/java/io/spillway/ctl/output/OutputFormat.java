package io.spillway.ctl.output;

/** What {@code -o} can be; written in lower case. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For people with a wide terminal. */
    WIDE,
    /** For programs. */
    JSON,
    /** For files. */
    YAML;

    /** Returns whether people read it. */
    public boolean forPeople() {
        return this == TABLE || this == WIDE;
    }
}
