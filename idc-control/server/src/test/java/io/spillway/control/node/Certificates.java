package io.spillway.control.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.spillway.control.ads.AdsTls;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.process.tls.PeerRule;
import io.spillway.process.tls.TlsStartException;
import org.jspecify.annotations.Nullable;

/** An authority, the identity of a control node in files, and clients with certificates or without. */
public final class Certificates {

    public static final String TRUST_DOMAIN = "spillway";
    public static final SpiffeId CONTROL = id("idc-a", Role.CONTROL, "control-1");

    public final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now(), new SecureRandom());
    public final Identity files;
    private final OwnIdentity first;

    public Certificates(Path folder) throws IOException, TlsStartException {
        files = new Identity(new CertificateFiles(folder.resolve("own.pem"), folder.resolve("own.key")),
                folder.resolve("trust.pem"), TRUST_DOMAIN);
        Files.writeString(files.trust(), authority.certificatePem());
        write(issued(CONTROL));
        first = identity();
    }

    public static SpiffeId id(String idc, Role role, String id) {
        return new SpiffeId(TRUST_DOMAIN, idc, role, id);
    }

    public Issued issued(SpiffeId id) {
        return authority.issue(CertificateRequest.of(id, Instant.now()));
    }

    /** Puts other files where the identity of the control node is. */
    public void write(Issued own) throws IOException {
        own.write(files.files().certificate(), files.files().key());
    }

    public OwnIdentity identity() throws TlsStartException {
        return OwnIdentity.start("identity", files, CONTROL, InstantSource.system());
    }

    public static AdsTls tls(OwnIdentity identity, Consumer<String> refused) {
        return new AdsTls(identity.keys(), identity.peers(null, refused), TRUST_DOMAIN);
    }

    /** Believes the control nodes of idc-a. */
    public static X509ExtendedTrustManager anyControl(OwnIdentity identity) {
        return identity.peers(PeerRule.controlOf(TRUST_DOMAIN, "idc-a"), _ -> {});
    }

    /** Connects to a control node of idc-a with a certificate, or without one. */
    public ManagedChannel channel(int port, @Nullable Issued own) {
        try {
            SslContextBuilder client = GrpcSslContexts.forClient()
                    .trustManager(anyControl(first));
            if (own != null) {
                client.keyManager(own.key(), own.certificate());
            }
            return NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(client.build()).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
