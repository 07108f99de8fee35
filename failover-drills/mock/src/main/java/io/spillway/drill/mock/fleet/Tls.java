package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/** How clients prove who they are and know the server. */
public sealed interface Tls {

    /**
     * Makes what the connections of a group need.
     *
     * @return the context of each connection, by its number
     * @throws IOException when a file cannot be used, or when this does not suit the group; the message says why
     */
    IntFunction<SslContext> contexts(Group group) throws IOException;

    /**
     * All clients show the same certificate, or none. The server is judged by its host name.
     *
     * @param ca certificates of the authorities that the server's is judged by
     * @param certificate chain of the clients, or null for clients without one
     * @param key private key for it
     */
    record Files(Path ca, @Nullable Path certificate, @Nullable Path key) implements Tls {

        @Override
        public IntFunction<SslContext> contexts(Group group) throws IOException {
            SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(ca.toFile());
            if (certificate != null && key != null) {
                builder.keyManager(certificate.toFile(), key.toFile());
            }
            SslContext shared = builder.build();
            return _ -> shared;
        }
    }

    /**
     * Each client has a certificate of its own, with its name, made by a development authority when the fleet starts. The
     * server must be a control plane of ours, by its certificate.
     *
     * @param folder of the authority, as {@code spillway dev-ca} makes it
     * @param trustDomain of all certificates
     */
    record Authority(Path folder, String trustDomain) implements Tls {

        /** Returns the authority of a folder with the usual trust domain. */
        public static Authority of(Path folder) {
            return new Authority(folder, SpiffeId.DEFAULT_TRUST_DOMAIN);
        }

        @Override
        public IntFunction<SslContext> contexts(Group group) throws IOException {
            return MintedIdentities.of(this, group);
        }
    }
}
