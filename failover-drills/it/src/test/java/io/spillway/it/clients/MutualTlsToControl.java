package io.spillway.it.clients;

import java.io.File;
import java.io.IOException;
import java.util.Map;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.xds.XdsCredentialsProvider;

import static java.util.Objects.requireNonNull;

/**
 * Lets gRPC's xDS client show a certificate to its control plane, from the files that the bootstrap names: what comes with
 * grpc-java for {@code tls} does not look at them. Found as a service.
 */
public final class MutualTlsToControl extends XdsCredentialsProvider {

    private static final int BEFORE_THE_USUAL = 6;

    @Override
    protected ChannelCredentials newChannelCredentials(Map<String, ?> config) {
        try {
            return TlsChannelCredentials.newBuilder()
                    .keyManager(file(config, "certificate_file"), file(config, "private_key_file"))
                    .trustManager(file(config, "ca_certificate_file")).build();
        } catch (IOException e) {
            throw new IllegalArgumentException("channel_creds: " + config, e);
        }
    }

    private static File file(Map<String, ?> config, String key) {
        return new File((String) requireNonNull(config.get(key), key));
    }

    @Override
    protected String getName() {
        return "tls";
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int priority() {
        return BEFORE_THE_USUAL;
    }
}
