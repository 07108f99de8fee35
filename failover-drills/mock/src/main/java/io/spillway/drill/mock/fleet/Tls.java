package io.spillway.drill.mock.fleet;

import java.io.File;
import java.nio.file.Path;

import javax.net.ssl.SSLException;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How clients prove who they are and know the server.
 *
 * @param ca certificates of the authorities that the server's is judged by
 * @param certificate chain of the clients, or null for clients without one
 * @param key private key for it
 */
public record Tls(Path ca, @Nullable Path certificate, @Nullable Path key) {

    SslContext context() throws SSLException {
        SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(ca.toFile());
        if (certificate != null && key != null) {
            File chain = certificate.toFile();
            builder.keyManager(chain, key.toFile());
        }
        return builder.build();
    }
}
