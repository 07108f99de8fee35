package io.spillway.gateway.route;

/**
 * What is done with paths before routing. The path that is routed is the path that is sent on, so that two readers cannot
 * disagree about it.
 *
 * @param normalize whether dot segments are resolved, letters and other unreserved characters that are percent-encoded are
 *        decoded, and the digits of other percent-encodings are put in upper case (RFC 3986 section 6.2.2); a path with a
 *        percent sign that encodes nothing is refused then
 * @param mergeSlashes whether adjacent slashes become one
 * @param escapedSlashes what is done with {@code %2F} and {@code %5C}
 */
public record PathPolicy(boolean normalize, boolean mergeSlashes, EscapedSlashes escapedSlashes) {
    /** Paths stay as they come. */
    public static final PathPolicy AS_RECEIVED = new PathPolicy(false, false, EscapedSlashes.KEEP);

    /** What is done with a slash or backslash that is percent-encoded. */
    public enum EscapedSlashes {
        /** It stays: it is data, not a separator. */
        KEEP,
        /** The request is refused. */
        REJECT,
        /** The client is sent to the path with the slashes decoded. */
        REDIRECT,
        /** It is decoded, and is a separator from then on. */
        DECODE
    }

    /** What became of a path. */
    public sealed interface Outcome {
        /**
         * This is the path from now on.
         *
         * @param path with the query; the same object as was given when nothing had to be changed
         */
        record Routed(String path) implements Outcome {}

        /** The client is to ask for that path, which has the query. */
        record Elsewhere(String path) implements Outcome {}

        /** The request is refused; {@code why} is for people. */
        record Refused(String why) implements Outcome {}
    }

    /** Returns whether paths may change at all. */
    public boolean active() {
        return normalize || mergeSlashes || escapedSlashes != EscapedSlashes.KEEP;
    }

    /**
     * Returns whether a path, which may have a query, is already as it should be. One pass, nothing is copied. A path that is
     * not may still turn out to be, because of {@code /.} or a percent sign.
     */
    public boolean clean(CharSequence path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '?') {
                return true;
            }
            if (c == '%' || c == '\\' || (before == '/' && (c == '/' || (c == '.' && dots(path, i))))) {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Returns whether the segment that starts at {@code at} is one or two dots. */
    private static boolean dots(CharSequence path, int at) {
        int end = at + 1 < path.length() && path.charAt(at + 1) == '.' ? at + 2 : at + 1;
        return end == path.length() || path.charAt(end) == '/' || path.charAt(end) == '?';
    }

    /** Returns what becomes of a path, which may have a query. */
    public Outcome apply(String path) {
        return clean(path) ? new Outcome.Routed(path) : new PathNormalizer(this).apply(path);
    }
}
