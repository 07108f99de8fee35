package io.spillway.control.ads;

import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;

/**
 * How the port is secured: by mutual TLS. Both managers are asked at every handshake, so that new certificates need no new
 * server, and what is connected goes on.
 *
 * @param own         shows who this node is
 * @param clients     believes certificates; whom they name is looked at call by call, where there is a status to say it with
 * @param trustDomain that of everybody who may come
 */
public record AdsTls(X509ExtendedKeyManager own, X509ExtendedTrustManager clients, String trustDomain) {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final long HANDSHAKE_SECONDS = 10;

    /** Secures a connection that the node makes to itself. */
    void secure(NettyChannelBuilder client) {
        try {
            client.sslContext(GrpcSslContexts.forClient().keyManager(own).trustManager(clients).protocols(PROTOCOLS)
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for a client: " + e.getMessage(), e);
        }
    }

    /** Secures a server that is being built. */
    void secure(NettyServerBuilder server) {
        try {
            // A session that is taken up again would not be checked again, hence none is kept for longer than it must.
            server.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(own)).trustManager(clients)
                    .clientAuth(ClientAuth.REQUIRE).protocols(PROTOCOLS).sessionCacheSize(1).sessionTimeout(1).build())
                    .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for the ads listener: " + e.getMessage(), e);
        }
    }
}
