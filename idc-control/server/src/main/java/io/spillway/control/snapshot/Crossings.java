package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.control.state.ControlState;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TunnelName;
import io.spillway.wire.xds.SpiffePattern;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * How the gateways of other IDCs are reached, and how they are let in. A cluster that leads to several IDCs has one transport socket per IDC, and an
 * endpoint says by its metadata which one it needs. Certificates and keys are named, never sent: each data plane has them
 * under these names from files of its own. Pure.
 */
final class Crossings {

    private static final String TLS = "envoy.transport_sockets.tls";

    private Crossings() {}

    /** Returns how the crossing link to an IDC is secured; mutual TLS when nothing is said. */
    static CrossingSpec to(ControlState state, String idc) {
        Resource found = state.get(Kind.IDC, idc);
        return found != null && found.spec() instanceof IdcSpec spec ? spec.crossing() : CrossingSpec.DEFAULT;
    }

    /**
     * Returns the cluster with a transport socket for each of the other IDCs.
     *
     * @param tunnel by which server name a client that speaks no HTTP says what it means; null for a service of HTTP
     */
    static Cluster secured(Cluster cluster, String ownIdc, List<String> idcs, ControlState state,
            @Nullable String tunnel) {
        Cluster.Builder secured = cluster.toBuilder();
        for (String idc : idcs.stream().filter(idc -> !idc.equals(ownIdc)).sorted().toList()) {
            CrossingSpec crossing = to(state, idc);
            if (!crossing.plaintext()) {
                secured.addTransportSocketMatches(TransportSocketMatch.newBuilder().setName(socketName(idc))
                        .setMatch(match(idc)).setTransportSocket(socket(crossing.trustDomain(), idc, tunnel)));
            }
        }
        return secured.build();
    }

    /** Returns the name of the transport socket to an IDC, as clusters have it. */
    static String socketName(String idc) {
        return "crossing-" + idc;
    }

    /** Returns the metadata with the word which transport socket its endpoint needs. */
    static Metadata marked(Metadata metadata, String idc, CrossingSpec crossing) {
        if (crossing.plaintext()) {
            return metadata;
        }
        Struct ours = metadata.getFilterMetadataOrDefault(XdsNames.METADATA, Struct.getDefaultInstance()).toBuilder()
                .putFields(XdsNames.TRUST_DOMAIN, text(crossing.trustDomain())).build();
        return metadata.toBuilder().putFilterMetadata(XdsNames.METADATA, ours)
                .putFilterMetadata(XdsNames.METADATA_TRANSPORT, match(idc)).build();
    }

    private static Struct match(String idc) {
        return Struct.newBuilder().putFields(XdsNames.CROSSING_TO, text(idc)).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static TransportSocket socket(String trustDomain, String idc, @Nullable String tunnel) {
        CommonTlsContext.Builder common = common(StringMatcher.newBuilder()
                .setPrefix(SpiffeId.prefix(trustDomain, idc, SpiffeId.Role.GATEWAY)));
        UpstreamTlsContext.Builder tls = UpstreamTlsContext.newBuilder();
        if (tunnel != null) {
            common.addAlpnProtocols(TunnelName.PROTOCOL);
            tls.setSni(tunnel);
        }
        return TransportSocket.newBuilder().setName(TLS)
                .setTypedConfig(Any.pack(tls.setCommonTlsContext(common).build())).build();
    }

    /**
     * Returns what makes a crossing listener secret: gateways and workloads of any IDC show who they are, others end here.
     * Sessions are not taken up again, because that would pass by the certificate.
     */
    static TransportSocket listening(CrossingSpec own) {
        return listening(List.of("h2", "http/1.1"), common(processes(own, null, SpiffeId.Role.GATEWAY),
                processes(own, null, SpiffeId.Role.WORKLOAD)));
    }

    /**
     * Returns the same for tunnels to a group. Its server may speak first, so who may not come is told in the handshake: all
     * workloads of IDCs that the service is not for.
     */
    static TransportSocket tunnel(CrossingSpec own, List<String> exportTo) {
        List<StringMatcher.Builder> names = new ArrayList<>();
        names.add(processes(own, null, SpiffeId.Role.GATEWAY));
        if (exportTo.contains("*")) {
            names.add(processes(own, null, SpiffeId.Role.WORKLOAD));
        } else {
            exportTo.stream().distinct().sorted()
                    .forEach(idc -> names.add(processes(own, idc, SpiffeId.Role.WORKLOAD)));
        }
        return listening(List.of(TunnelName.PROTOCOL), common(names.toArray(new StringMatcher.Builder[0])));
    }

    private static TransportSocket listening(List<String> protocols, CommonTlsContext.Builder who) {
        CommonTlsContext.Builder common = who.addAllAlpnProtocols(protocols)
                .setTlsParams(TlsParameters.newBuilder().setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2));
        return TransportSocket.newBuilder().setName(TLS)
                .setTypedConfig(Any.pack(DownstreamTlsContext.newBuilder().setCommonTlsContext(common)
                        .setRequireClientCertificate(BoolValue.of(true)).setDisableStatelessSessionResumption(true)
                        .setDisableStatefulSessionResumption(true).build()))
                .build();
    }

    private static StringMatcher.Builder processes(CrossingSpec own, @Nullable String idc, SpiffeId.Role role) {
        return StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder()
                .setRegex(new SpiffePattern(own.trustDomain(), idc, role).regex()));
    }

    /** The other end has a certificate of somebody whom we trust, with one of these names. */
    private static CommonTlsContext.Builder common(StringMatcher.Builder... names) {
        CertificateValidationContext.Builder validation = CertificateValidationContext.newBuilder();
        for (StringMatcher.Builder name : names) {
            validation.addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                    .setSanType(SubjectAltNameMatcher.SanType.URI).setMatcher(name));
        }
        return CommonTlsContext.newBuilder().addTlsCertificateSdsSecretConfigs(secret(XdsNames.SECRET_IDENTITY))
                .setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                        .setDefaultValidationContext(validation)
                        .setValidationContextSdsSecretConfig(secret(XdsNames.SECRET_TRUST)));
    }

    /** A secret without a source is one that the data plane's own bootstrap holds. */
    private static SdsSecretConfig secret(String name) {
        return SdsSecretConfig.newBuilder().setName(name).build();
    }
}
