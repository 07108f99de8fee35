package io.spillway.drill.measure;

/**
 * What became of one request, as its user saw it.
 *
 * @param kind
 *            the class of the outcome
 * @param detail
 *            what tells outcomes of one kind apart, such as a status or the reason that a gateway gave; may be empty
 */
public record Outcome(Kind kind, String detail) {

    /** Classes of outcomes. */
    public enum Kind {
        /** Answered with a status below 400 at the user's own entrance. */
        OK(true),
        /** Answered with a status below 400 at another IDC's entrance, after the own one could not be connected to. */
        REHOMED(true),
        /** No entrance accepted a connection. */
        REFUSED(false),
        /** The connection ended after bytes of the request were sent and before the whole answer came. */
        RESET(false),
        /** No whole answer within the user's patience. */
        TIMEOUT(false),
        /** An answer with a status from 400 to 499. */
        CLIENT_ERROR(false),
        /** An answer with a status of 500 or more. */
        SERVER_ERROR(false),
        /** A gateway refused a request that had already passed its IDC. */
        LOOP(false),
        /** The answer was not HTTP, or did not say who served it. */
        BAD_ANSWER(false);

        private final boolean ok;

        Kind(boolean ok) {
            this.ok = ok;
        }

        /** Returns whether the user got what was asked for. */
        public boolean ok() {
            return ok;
        }
    }

    /** Served at home. */
    public static final Outcome OK = new Outcome(Kind.OK, "");
    /** Served at another IDC's entrance. */
    public static final Outcome REHOMED = new Outcome(Kind.REHOMED, "");

    /** Returns whether the user got what was asked for. */
    public boolean ok() {
        return kind.ok();
    }

    /** Returns the name of the class in reports, for example {@code server_error 503 no_endpoint}. */
    public String tag() {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        return detail.isEmpty() ? name : name + " " + detail;
    }
}
