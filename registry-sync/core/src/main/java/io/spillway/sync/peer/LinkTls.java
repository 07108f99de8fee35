package io.spillway.sync.peer;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.process.tls.PeerRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How control planes are spoken to: by mutual TLS, each known by the IDC in its certificate and not by its address, or in the
 * clear. New certificates need nothing new here. Safe for all threads.
 */
public final class LinkTls {

    /** In the clear. */
    public static final LinkTls PLAINTEXT = new LinkTls(null);

    private static final Logger LOG = LoggerFactory.getLogger(LinkTls.class);
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final @Nullable OwnIdentity own;
    private final ConcurrentMap<String, SslContext> contexts = new ConcurrentHashMap<>();

    private LinkTls(@Nullable OwnIdentity own) {
        this.own = own;
    }

    /** By mutual TLS under that identity. */
    public static LinkTls of(OwnIdentity own) {
        return new LinkTls(own);
    }

    /** Secures a connection to a control node of an IDC. */
    NettyChannelBuilder secure(NettyChannelBuilder channel, String idc) {
        OwnIdentity who = own;
        return who == null
                ? channel.usePlaintext()
                : channel.sslContext(contexts.computeIfAbsent(idc, to -> context(who, to)));
    }

    /** Returns the certificate that the other end of a connection showed; null in the clear. */
    static @Nullable X509Certificate shown(Attributes connection) {
        SSLSession session = connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate own ? own : null;
        } catch (SSLPeerUnverifiedException nothing) {
            LOG.trace("no certificate", nothing);
            return null;
        }
    }

    private static SslContext context(OwnIdentity who, String idc) {
        try {
            // A session that is taken up again would not be checked again, hence none is kept.
            return GrpcSslContexts.forClient().keyManager(who.keys())
                    .trustManager(who.peers(PeerRule.controlOf(who.id().trustDomain(), idc),
                            why -> LOG.warn("control plane of {} refused: {}", idc, why)))
                    .protocols(PROTOCOLS).sessionCacheSize(1).sessionTimeout(1).build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for the control plane of " + idc + ": " + e.getMessage(), e);
        }
    }
}
