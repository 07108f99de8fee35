package io.spillway.it.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.spillway.devca.IdentityFiles;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.Tool;
import io.spillway.model.identity.SpiffeId;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * A stock Envoy that was told who it is, on which ports it listens, and where its control plane is, which it asks by mutual
 * TLS. It has a certificate of its own in its bootstrap, because no key travels by xDS. Everything else comes by xDS.
 */
public final class EnvoyProcess implements AutoCloseable {
    /** How the connection to the control plane is secured, in the bootstrap. */
    private static final Pattern SECURED = Pattern.compile("(?s)    transport_socket:.*?(?=    load_assignment:)");

    /** Where a type comes from that comes by ADS. */
    private static final String BY_ADS = "{ads: {}, resource_api_version: V3}";

    private final Path log;
    private final Process process;

    private EnvoyProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /**
     * Starts; {@code apiType} is {@code DELTA_GRPC} or {@code GRPC}, the state-of-the-world protocol; {@code listeners}
     * are addresses by name.
     */
    public static EnvoyProcess start(Path folder, String apiType, Map<String, String> listeners, Idc idc)
            throws IOException {
        return start(folder, apiType, listeners, idc, BY_ADS);
    }

    /** Starts one that asks for clusters, listeners and runtime on a stream each, and by ADS for what these say comes by it. */
    public static EnvoyProcess startSeparate(Path folder, String apiType, Map<String, String> listeners, Idc idc)
            throws IOException {
        return start(folder, apiType, listeners, idc, "{api_config_source: {api_type: " + apiType
                + ", transport_api_version: V3, grpc_services: [{envoy_grpc: {cluster_name: idc-control}}]},"
                + " resource_api_version: V3}");
    }

    private static EnvoyProcess start(Path folder, String apiType, Map<String, String> listeners, Idc idc,
            String source) throws IOException {
        String ads = idc.ads();
        IdentityFiles own = idc.identity("envoy-1");
        int colon = ads.lastIndexOf(':');
        Files.createDirectories(folder);
        Path bootstrap = Files.writeString(folder.resolve("bootstrap.yaml"), """
                node:
                  id: envoy-1
                  cluster: gateway
                  client_features: [xds.config.supports-resource-ttl, xds.config.resource-in-sotw]
                  metadata:
                    listeners: {%s}
                dynamic_resources:
                  ads_config:
                    api_type: %s
                    transport_api_version: V3
                    grpc_services: [{envoy_grpc: {cluster_name: idc-control}}]
                  cds_config: {ads: {}, resource_api_version: V3}
                  lds_config: {ads: {}, resource_api_version: V3}
                layered_runtime:
                  layers:
                  - name: spillway-faults
                    rtds_layer: {name: spillway-faults, rtds_config: {ads: {}, resource_api_version: V3}}
                cluster_manager:
                  load_stats_config:
                    api_type: GRPC
                    transport_api_version: V3
                    grpc_services: [{envoy_grpc: {cluster_name: idc-control}}]
                static_resources:
                  secrets:
                  - name: spillway-identity
                    tls_certificate: {certificate_chain: {filename: %s}, private_key: {filename: %s}}
                  - name: spillway-trust
                    validation_context: {trusted_ca: {filename: %s}}
                  - name: spillway-control
                    validation_context:
                      trusted_ca: {filename: %s}
                      match_typed_subject_alt_names:
                      - {san_type: URI, matcher: {prefix: "%s"}}
                  clusters:
                  - name: idc-control
                    connect_timeout: 1s
                    typed_extension_protocol_options:
                      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                        explicit_http_config: {http2_protocol_options: {}}
                    transport_socket:
                      name: envoy.transport_sockets.tls
                      typed_config:
                        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                        common_tls_context:
                          tls_certificate_sds_secret_configs: [{name: spillway-identity}]
                          validation_context_sds_secret_config: {name: spillway-control}
                          alpn_protocols: [h2]
                    load_assignment:
                      cluster_name: idc-control
                      endpoints:
                      - lb_endpoints:
                        - endpoint: {address: {socket_address: {address: %s, port_value: %s}}}
                """.formatted(listeners.entrySet().stream().map(one -> one.getKey() + ": \"" + one.getValue() + "\"")
                .collect(Collectors.joining(", ")), apiType, own.certificate(), own.key(), idc.trust(),
                idc.trust(),
                SpiffeId.prefix(SpiffeId.DEFAULT_TRUST_DOMAIN, own.identity().idc(), SpiffeId.Role.CONTROL),
                ads.substring(0, colon), ads.substring(colon + 1)));
        Files.writeString(bootstrap, Files.readString(bootstrap).replace(BY_ADS, source));
        if (idc.plaintext()) {
            Files.writeString(bootstrap, SECURED.matcher(Files.readString(bootstrap)).replaceFirst(""));
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(Tool.find("envoy").toString(), "-c", bootstrap.toString(),
                "--use-dynamic-base-id", "--concurrency", "1", "--log-level", "info")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new EnvoyProcess(log, process);
    }

    /** Waits for a minute until something holds; if it never does the failure has Envoy's log. */
    public void await(ThrowingRunnable assertion) throws IOException {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).ignoreExceptions()
                    .untilAsserted(assertion);
        } catch (RuntimeException e) {
            throw new AssertionError("log of Envoy: " + Files.readString(log), e);
        }
    }

    @Override
    public void close() {
        Tool.kill(process);
    }
}
