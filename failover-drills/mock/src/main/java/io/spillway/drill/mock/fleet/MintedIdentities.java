package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.process.tls.Loaded;
import io.spillway.process.tls.PeerCheck;
import io.spillway.process.tls.PeerRule;
import io.spillway.process.tls.Trust;
import io.spillway.wire.xds.XdsNames;

/** Certificates for the clients of a group, made before the first of them connects: a millisecond or two each. */
final class MintedIdentities {

    private MintedIdentities() {}

    static IntFunction<SslContext> of(Tls.Authority tls, Group group) throws IOException {
        if (group.clientsPerConnection() != 1) {
            throw new IOException("group " + group.name() + ": clientsPerConnection: " + group.clientsPerConnection()
                    + " (expected: 1, because each client has a certificate of its own)");
        }
        if (group.node().idc().isEmpty()) {
            throw new IOException("group " + group.name() + ": node.idc: nothing (expected: the IDC that is in the "
                    + "clients' certificates)");
        }
        Path file = DevelopmentAuthority.certificateFile(tls.folder());
        if (!Files.exists(file)) {
            throw new IOException(file + ": there is no such file (expected: a folder made by spillway dev-ca)");
        }
        Trust trust = switch (Trust.read(file)) {
            case Loaded.Good<Trust>(Trust read) -> read;
            case Loaded.Bad<Trust>(String reason) -> throw new IOException(reason);
        };
        // As long as the authority itself, so that no clock is needed here.
        Instant from = trust.anchors().getFirst().getNotBefore().toInstant();
        Instant to = trust.anchors().getFirst().getNotAfter().toInstant();
        DevelopmentAuthority authority = DevelopmentAuthority.in(tls.folder(), from, new SecureRandom());
        X509ExtendedTrustManager controls = new PeerCheck(trust,
                new PeerRule(tls.trustDomain(), null, Set.of(Role.CONTROL)));
        List<SslContext> contexts = new ArrayList<>(group.count());
        for (int i = 0; i < group.count(); i++) {
            SpiffeId id = new SpiffeId(tls.trustDomain(), group.node().idc(), role(group.node().role()),
                    group.client(i));
            contexts.add(context(authority.issue(CertificateRequest.of(id, from).valid(from, to)), controls));
        }
        return contexts::get;
    }

    private static SslContext context(Issued own, X509ExtendedTrustManager controls) throws SSLException {
        return GrpcSslContexts.forClient().keyManager(new OneKey(own)).trustManager(controls).sessionCacheSize(1)
                .sessionTimeout(1).build();
    }

    private static Role role(String node) {
        return switch (node) {
            case XdsNames.ROLE_GATEWAY, "" -> Role.GATEWAY;
            case XdsNames.ROLE_SYNC -> Role.SYNC;
            default -> Role.WORKLOAD;
        };
    }
}
