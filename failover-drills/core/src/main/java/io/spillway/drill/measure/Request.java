package io.spillway.drill.measure;

import org.jspecify.annotations.Nullable;

/**
 * One request of one user, finished.
 *
 * @param sentMicros
 *            when it was meant to be sent, microseconds after the recording's start; a late generator does not move it
 * @param latencyMicros
 *            from {@code sentMicros} to the last byte of the answer or to the failure
 * @param outcome
 *            what became of it
 * @param home
 *            the IDC whose entrance this user prefers
 * @param entrance
 *            the IDC whose entrance took the request, null when none did
 * @param servedBy
 *            the IDC of the instance that answered, null when none did
 * @param service
 *            the service asked for
 * @param post
 *            true for POST, false for GET
 * @param users
 *            the group of users that it came from
 */
public record Request(long sentMicros, long latencyMicros, Outcome outcome, String home, @Nullable String entrance,
        @Nullable String servedBy, String service, boolean post, String users) {

    /** Creates one of the users whose group is called like their home. */
    public Request(long sentMicros, long latencyMicros, Outcome outcome, String home, @Nullable String entrance,
            @Nullable String servedBy, String service, boolean post) {
        this(sentMicros, latencyMicros, outcome, home, entrance, servedBy, service, post, home);
    }

    /** Returns whether the user got what was asked for. */
    public boolean ok() {
        return outcome.ok();
    }

    /** Returns the method, {@code GET} or {@code POST}. */
    public String method() {
        return post ? "POST" : "GET";
    }

    /** Returns whether the request left the IDC at whose entrance it arrived. */
    public boolean crossed() {
        return servedBy != null && entrance != null && !servedBy.equals(entrance);
    }

    /** Returns when the user had the answer or the failure, microseconds after the recording's start. */
    public long doneMicros() {
        return sentMicros + latencyMicros;
    }
}
