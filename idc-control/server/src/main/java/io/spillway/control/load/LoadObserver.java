package io.spillway.control.load;

/** What metrics want to know of load reports. Calls must not block. */
public interface LoadObserver {

    /** An observer that does nothing. */
    LoadObserver NONE = new LoadObserver() {
    };

    /** A report was taken. */
    default void loadReported() {}

    /** So many parts of a report were not counted. */
    default void loadIgnored(Nonsense reason, int parts) {}

    /** A stream was ended by this side; {@code code} is the name of the gRPC status. */
    default void loadRefused(String code) {}
}
