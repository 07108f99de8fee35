package io.spillway.control.access;

/** What metrics and the log want to know of who calls. Calls come from many threads and must not block. */
public interface AccessObserver {

    /** An observer that does nothing. */
    AccessObserver NONE = new AccessObserver() {
    };

    /** A call was refused with this status of HTTP, 401, 403 or 503, for that reason. */
    default void refused(int status, String from, String reason) {}

    /** Somebody broke glass and made this call. */
    default void brokeGlass(Caller caller, Call call) {}

    /** The keys of an issuer were asked for. {@code failure} says why they did not come; empty when they did. */
    default void askedForKeys(String issuer, String failure) {}

    /** Who may what was read again; {@code taken} tells whether what was read is in force. */
    default void reloaded(boolean taken) {}
}
