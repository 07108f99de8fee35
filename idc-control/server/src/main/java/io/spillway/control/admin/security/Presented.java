package io.spillway.control.admin.security;

import java.security.cert.X509Certificate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a call shows of its caller.
 *
 * @param authorization the headers of that name; more than one is nobody's
 * @param certificate   that of the connection, which is valid by the authorities of its handshake; null without
 * @param from          the address that the call comes from
 * @param reason        the header {@value #REASON}; null without
 */
public record Presented(List<String> authorization, @Nullable X509Certificate certificate, String from,
        @Nullable String reason) {

    /** The header that says why glass is broken. */
    public static final String REASON = "X-Spillway-Reason";

    /** Copies the list. */
    public Presented {
        authorization = List.copyOf(authorization);
    }
}
