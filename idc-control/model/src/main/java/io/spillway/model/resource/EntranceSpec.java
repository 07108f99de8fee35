package io.spillway.model.resource;

import static java.util.Objects.requireNonNull;

/**
 * What the entrance listeners of an IDC's gateways do before a request is routed. The other listeners take paths as they
 * come: from another IDC's gateway, whose entrance has done this already, and from the IDC's own applications.
 *
 * @param escapedSlashes what is done with a slash that is percent-encoded
 */
public record EntranceSpec(EscapedSlashes escapedSlashes) {
    /** An encoded slash is data. */
    public static final EntranceSpec DEFAULT = new EntranceSpec(EscapedSlashes.KEEP_UNCHANGED);

    public EntranceSpec {
        requireNonNull(escapedSlashes, "escapedSlashes");
    }
}
