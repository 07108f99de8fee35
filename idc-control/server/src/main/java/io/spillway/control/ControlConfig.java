package io.spillway.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.ads.AdsLimits;
import io.spillway.control.ads.AdsService;
import io.spillway.control.audit.AuditLog;
import io.spillway.control.load.LoadSettings;
import io.spillway.control.node.Sharing;
import io.spillway.control.session.ConsoleConfig;
import io.spillway.control.switchover.fence.WebhookSettings;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.process.config.CommonConfig;
import io.spillway.process.config.HostPort;
import io.spillway.process.tls.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of {@code idc-control}.
 *
 * @param ads       where gateways and registry-sync connect
 * @param api       where operators and workloads connect
 * @param apiTls    whether they do so by TLS, by the files of {@code identity}
 * @param apiToken  bearer token of an admin; this or {@code access} is required when {@code api} is not loopback
 * @param access    who else may do what by the API
 * @param peers     control addresses of the other IDCs by name; shown in status
 * @param resources folder whose documents are written at the very first start; null for none
 * @param loadInterval time between two load reports of a data plane
 * @param xdsLimits what clients of xDS may ask for at most
 * @param drainDeadline so long a workload that drains waits for clients that do not Ack
 * @param history how many revisions are remembered: what they changed, by whom, and who has them
 * @param identity who this node is to its clients, who must then have a certificate too; null in the clear
 * @param auditPruneAfter so old audit records must be before they may be pruned
 * @param console how browsers reach this node and its fellows
 * @param fences by name: what keeps stateful services from being written in two IDCs while traffic moves
 */
public record ControlConfig(CommonConfig common, HostPort ads, HostPort api, boolean apiTls,
        @Nullable String apiToken, AccessConfig access, RegistryConfig registry, Map<String, List<HostPort>> peers,
        @Nullable String resources,
        Duration loadInterval, AdsLimits xdsLimits, Duration drainDeadline, int history,
        @Nullable Identity identity, Duration auditPruneAfter, Map<String, WebhookSettings> fences,
        ConsoleConfig console) {

    private static final Duration SHORTEST_LOAD_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_LOAD_INTERVAL = Duration.ofMinutes(5);
    private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PRUNE = Duration.ofDays(1);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
    private static final ScalarType<Integer> UP_TO_A_MILLION = ScalarType.integer(1, 1_000_000);
    private static final ScalarType<Integer> HISTORY = ScalarType.integer(1, 10_000);
    private static final HostPort DEFAULT_API = new HostPort("127.0.0.1", 17_000);
    private static final HostPort DEFAULT_ADS = new HostPort("127.0.0.1", 17_001);

    /** The registry behind the node. */
    public sealed interface RegistryConfig {

        /** Files in the data directory; one node only. */
        record Embedded() implements RegistryConfig {}

        /** An etcd cluster. */
        record Etcd(List<String> endpoints, @Nullable TlsFiles tls) implements RegistryConfig {}
    }

    /** PEM files. */
    public record TlsFiles(String ca, @Nullable String cert, @Nullable String key) {}

    private record ApiConfig(HostPort address, boolean tls) {

        /** An address alone, or a mapping with it. */
        static ApiConfig read(Decoder config) {
            return config.raw("api") instanceof Tree.Mapping
                    ? config.child("api", api -> new ApiConfig(api.optional("address", HostPort.LISTEN, DEFAULT_API),
                            api.optional("tls", ScalarType.BOOL, false)))
                    : new ApiConfig(config.optional("api", HostPort.LISTEN, DEFAULT_API), false);
        }
    }

    /** Reads all keys. */
    public static ControlConfig read(Decoder config) {
        CommonConfig common = CommonConfig.read(config);
        HostPort ads = config.optional("ads", HostPort.LISTEN, DEFAULT_ADS);
        ApiConfig api = ApiConfig.read(config);
        Identity identity = config.optionalChild("tls", Identity::read);
        if (api.tls() && identity == null) {
            config.violation("tls", "certificate, key and trust, because api is served by TLS");
        }
        String token = config.optional("apiToken", ScalarType.SOME_TEXT);
        AccessConfig access = config.child("access",
                each -> AccessConfig.read(each, api.tls() && identity != null ? identity.trustDomain() : null),
                AccessConfig.NONE);
        if (token == null && !config.has("access") && !api.address().loopback()) {
            config.violation("apiToken",
                    "a token, or access: {tokens, certificates or issuers}, because api " + api.address()
                            + " is not loopback");
        }
        if (token != null && access.twoPersons()) {
            config.violation("apiToken", "none, because access.twoPersons tells people apart");
        }
        RegistryConfig registry = config.child("registry", ControlConfig::registry, new RegistryConfig.Embedded());
        Map<String, List<HostPort>> peers = config.childrenByName("peers",
                peer -> peer.list("control", HostPort.CONNECT));
        if (peers.containsKey(common.idc())) {
            config.violation("peers", "other IDCs than " + common.idc());
        }
        Duration load = config.optional("loadInterval", ScalarType.DURATION, LoadSettings.DEFAULTS.every());
        if (load.compareTo(SHORTEST_LOAD_INTERVAL) < 0 || load.compareTo(LONGEST_LOAD_INTERVAL) > 0) {
            config.violation("loadInterval", "100ms to 5m");
        }
        return new ControlConfig(common, ads, api.address(), api.tls(), token, access, registry, peers,
                config.optional("resources", ScalarType.SOME_TEXT), load,
                config.child("xdsLimits", ControlConfig::limits, AdsLimits.DEFAULTS), drainDeadline(config),
                config.optional("history", HISTORY, AdsService.DEFAULT_REMEMBERED),
                identity, config.child("audit", ControlConfig::pruneAfter, AuditLog.PRUNE_AFTER), fences(config),
                config.child("console", ConsoleConfig::read, ConsoleConfig.NONE));
    }

    private static Map<String, WebhookSettings> fences(Decoder config) {
        Map<String, WebhookSettings> fences = config.childrenByName("fences", WebhookSettings::read);
        if (fences.containsKey(SwitchOverSpec.NO_FENCE)) {
            config.violation("fences", "other names than " + SwitchOverSpec.NO_FENCE);
        }
        return fences;
    }

    private static Duration drainDeadline(Decoder config) {
        Duration deadline = config.optional("drainDeadline", ScalarType.DURATION, Sharing.USUAL.drainDeadline());
        if (deadline.compareTo(SHORTEST_DRAIN) < 0 || deadline.compareTo(LONGEST_DRAIN) > 0) {
            config.violation("drainDeadline", "1s to 10m");
        }
        return deadline;
    }

    private static Duration pruneAfter(Decoder audit) {
        Duration age = audit.optional("pruneAfter", ScalarType.DURATION, AuditLog.PRUNE_AFTER);
        if (age.compareTo(SHORTEST_PRUNE) < 0) {
            audit.violation("pruneAfter", "1d or more");
        }
        return age;
    }

    private static AdsLimits limits(Decoder limits) {
        AdsLimits usual = AdsLimits.DEFAULTS;
        return new AdsLimits(limits.optional("streams", UP_TO_A_MILLION, usual.streams()),
                limits.optional("streamsPerNode", UP_TO_A_MILLION, usual.streamsPerNode()),
                limits.optional("streamsPerSecond", UP_TO_A_MILLION, usual.streamsPerSecond()),
                limits.optional("names", UP_TO_A_MILLION, usual.names()));
    }

    private static RegistryConfig registry(Decoder registry) {
        String kind = registry.required("kind",
                ScalarType.choice(Map.of("embedded", "embedded", "etcd", "etcd")));
        List<String> endpoints = registry.list("endpoints", ScalarType.SOME_TEXT);
        TlsFiles tls = registry.optionalChild("tls",
                files -> new TlsFiles(files.required("ca", ScalarType.SOME_TEXT),
                        files.optional("cert", ScalarType.SOME_TEXT), files.optional("key", ScalarType.SOME_TEXT)));
        if (kind.equals("embedded")) {
            if (!endpoints.isEmpty()) {
                registry.violation("endpoints", "nothing: the registry is embedded");
            }
            return new RegistryConfig.Embedded();
        }
        if (endpoints.isEmpty()) {
            registry.violation("endpoints", "at least one http://host:port");
        }
        if (tls != null && (tls.cert() == null) != (tls.key() == null)) {
            registry.violation("tls", "cert and key, or none of them");
        }
        return new RegistryConfig.Etcd(endpoints, tls);
    }
}
