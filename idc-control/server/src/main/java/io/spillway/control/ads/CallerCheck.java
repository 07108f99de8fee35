package io.spillway.control.ads;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.tls.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the certificate of a connection, once, who makes its calls, and ends the calls of nobody with UNAUTHENTICATED.
 * A certificate that has ended since the handshake makes no new calls; those that run go on.
 */
final class CallerCheck extends ServerTransportFilter implements ServerInterceptor {

    private static final Attributes.Key<Found> FOUND = Attributes.Key.create("spillway-caller");

    private static final Found NO_TLS = new Found.Nobody("no TLS (expected: mutual TLS)");

    private final String trustDomain;
    private final InstantSource clock;
    private final Consumer<String> refused;

    /** Creates a check; {@code refused} hears why somebody is nobody. */
    CallerCheck(String trustDomain, InstantSource clock, Consumer<String> refused) {
        this.trustDomain = trustDomain;
        this.clock = clock;
        this.refused = refused;
    }

    @Override
    public Attributes transportReady(Attributes connection) {
        return connection.toBuilder().set(FOUND, found(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))).build();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        return switch (now(call.getAttributes().get(FOUND), clock.instant())) {
            case Found.Somebody(Caller.Named who) -> Contexts.interceptCall(
                    Context.current().withValue(Caller.KEY, who), call, headers, next);
            case Found.Nobody(String why) -> {
                refused.accept(why);
                call.close(Status.UNAUTHENTICATED.withDescription(why), new Metadata());
                yield new ServerCall.Listener<>() {
                };
            }
        };
    }

    private Found found(@Nullable SSLSession session) {
        if (session == null) {
            return NO_TLS;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate own
                    ? found(own)
                    : new Found.Nobody("a certificate of type " + chain[0].getType() + " (expected: X.509)");
        } catch (SSLPeerUnverifiedException nothing) {
            return new Found.Nobody("no certificate (expected: one of an authority that this node trusts)");
        }
    }

    private Found found(X509Certificate own) {
        SpiffeId id = Credentials.identity(own);
        if (id == null) {
            return new Found.Nobody("the certificate has no SPIFFE id of ours (expected: one URI name, spiffe://"
                    + trustDomain + "/idc/<idc>/<role>/<id>)");
        }
        return id.trustDomain().equals(trustDomain)
                ? new Found.Somebody(
                        new Caller.Named(id, own.getNotBefore().toInstant(), own.getNotAfter().toInstant()))
                : new Found.Nobody("the certificate of " + id + " (expected: trust domain " + trustDomain + ")");
    }

    private static Found now(@Nullable Found found, Instant now) {
        if (found instanceof Found.Somebody(Caller.Named who) && who.until().isBefore(now)) {
            return new Found.Nobody("the certificate of " + who.id() + " expired at " + who.until()
                    + " (expected: one that is valid at " + now + ")");
        }
        return found == null ? NO_TLS : found;
    }

    /** What a certificate says. */
    private sealed interface Found {

        /** Until its certificate ends. */
        record Somebody(Caller.Named who) implements Found {}

        record Nobody(String why) implements Found {}
    }
}
