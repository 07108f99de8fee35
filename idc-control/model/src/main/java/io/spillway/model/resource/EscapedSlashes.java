package io.spillway.model.resource;

/** What is done with a slash or backslash that is percent-encoded in a path ({@code %2F}, {@code %5C}); Envoy's names. */
public enum EscapedSlashes {
    /** It stays: it is data, not a separator. */
    KEEP_UNCHANGED,
    /** The request is refused with 400. */
    REJECT_REQUEST,
    /** The client is sent, with 307, to the path with the slashes decoded. */
    UNESCAPE_AND_REDIRECT,
    /** It is decoded, and is a separator from then on. */
    UNESCAPE_AND_FORWARD
}
