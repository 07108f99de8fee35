package io.spillway.wire.xds;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** The names by which control plane and data planes find each other's resources. */
public final class XdsNames {

    /** Route configuration and listener for users. */
    public static final String ROUTE_ENTRANCE = "entrance";
    /** Route configuration and listener for other IDCs' gateways. */
    public static final String ROUTE_CROSSING = "crossing";
    /** Route configuration and listener for applications in this IDC. */
    public static final String ROUTE_LOCAL = "local";

    /** Header of a crossing request: the XdsCluster "service/group" that the first gateway chose. */
    public static final String X_SPILLWAY_CLUSTER = "x-spillway-cluster";
    /** Header of a crossing request: the labels that the first gateway's route asks for, as in "size=big,version=v2". */
    public static final String X_SPILLWAY_SUBSET = "x-spillway-subset";
    /** Header of an answer that a gateway made itself: the reason. */
    public static final String X_SPILLWAY_REFUSED = "x-spillway-refused";
    /** Header of an answer, when asked for: the IDCs whose gateways it passed. */
    public static final String X_SPILLWAY_IDC = "x-spillway-idc";
    /** Header of an answer, when asked for: why that endpoint was chosen. */
    public static final String X_SPILLWAY_REASON = "x-spillway-reason";
    /** Header of an answer, when asked for: the priority that served. */
    public static final String X_SPILLWAY_PRIORITY = "x-spillway-priority";

    /** Key of our part of xDS filter metadata. */
    public static final String METADATA = "spillway";
    /** Metadata of a Route: the class of its requests in lower case. */
    public static final String META_CLASS = "class";
    /** Metadata of a Route: "true" when requests may name their class. */
    public static final String META_CLASS_HEADER = "classHeader";
    /** Metadata of a Cluster: this gateway's shares of the target IDCs' capacity, "idc-b=120,idc-c=80.5" requests/s. */
    public static final String META_SHARES = "shares";
    /**
     * Metadata of a Cluster: adaptive concurrency as
     * "min=3,max=1000,buffer=25,percentile=50,windowMs=100,remeasureMs=60000,requests=50".
     */
    public static final String META_ADAPTIVE = "adaptiveConcurrency";
    /** Cluster metadata: when a second attempt starts beside the first, as "percentile=95"; none without hedging. */
    public static final String META_HEDGE = "hedge";
    /** Cluster metadata: how an endpoint is chosen, as far as xDS has no field for it ({@code name=number,...}). */
    public static final String META_BALANCE = "balance";
    /** Cluster metadata: the IDCs for which its group has a variant, by DrGroup ({@code idc-a,idc-b}); none without others. */
    public static final String META_TARGETS = "targets";
    /** Locality metadata: the weight of all instances behind its gateways. */
    public static final String META_DECLARED_WEIGHT = "declaredWeight";
    /** Locality metadata: the weight of the healthy instances behind its gateways. */
    public static final String META_HEALTHY_WEIGHT = "healthyWeight";
    /** Locality metadata: by how much load requests are divided, in requests/s ({@code capacity=500,demand=400}). */
    public static final String META_LOAD = "load";
    /**
     * Name of the metric in a load report that says how many requests there were for its cluster, however many attempts
     * each made; it is of the whole cluster, in whichever locality it stands.
     */
    public static final String LOAD_REQUESTS = "spillway.requests";
    /**
     * Name of the metric in a load report that says how many requests were answered by the gateway itself with 5xx before
     * any endpoint was asked; of the whole cluster. Who says it, if only 0, says the figures of finished requests below.
     */
    public static final String LOAD_UNSERVED = "spillway.unserved";
    /** Metric of a locality: the requests that were finished there with 5xx, or whose answer broke off. */
    public static final String LOAD_FAILED = "spillway.failed";
    /** Metric of a locality: the requests that were finished there although its IDC had no share, and one with a share was open. */
    public static final String LOAD_MISROUTED = "spillway.misrouted";
    /** What the names of metrics of a locality begin with that say how many requests took so long; the number of a bucket follows. */
    public static final String LOAD_LATENCY = "spillway.latency.";
    /** Where Envoy looks for the labels of endpoints and subsets. */
    public static final String METADATA_LABELS = "envoy.lb";
    /** Name of the HTTP filter, and the key of its part of a route, that limits rates. */
    public static final String FILTER_LOCAL_RATE_LIMIT = "envoy.filters.http.local_ratelimit";
    /** Name of the HTTP filter, and the key of its part of a route, that decides who may call. */
    public static final String FILTER_RBAC = "envoy.filters.http.rbac";
    /** A token bucket of this size is none. */
    public static final long UNLIMITED_TOKENS = 0xFFFF_FFFFL;
    /** Filter metadata of an endpoint by which its cluster's transport sockets are matched. */
    public static final String METADATA_TRANSPORT = "envoy.transport_socket_match";
    /** Key in {@link #METADATA_TRANSPORT}: the IDC to which the endpoint is the crossing. */
    public static final String CROSSING_TO = "crossing";
    /** Key in {@link #METADATA}: what the SPIFFE ids of an endpoint begin with. */
    public static final String TRUST_DOMAIN = "trustDomain";
    /** Name of the secret of a data plane that is its own certificate and key, from files that it names itself. */
    public static final String SECRET_IDENTITY = "spillway-identity";
    /** Name of the secret of a data plane that is the authorities it trusts, from a file that it names itself. */
    public static final String SECRET_TRUST = "spillway-trust";

    /** Name of the certificate provider in the bootstrap of gRPC's own xDS client that crosses to other IDCs by mutual TLS. */
    public static final String CERTIFICATE_PROVIDER = "spillway";

    /** xDS node cluster of our gateways. */
    public static final String NODE_CLUSTER_GATEWAY = "gateway";
    /** xDS node metadata "role" of a gateway or stock Envoy. */
    public static final String ROLE_GATEWAY = "gateway";
    /** xDS node metadata "role" of registry-sync. */
    public static final String ROLE_SYNC = "sync";
    /** xDS node metadata "role" of a process that calls with gRPC's own xDS client; its user agent says the same. */
    public static final String ROLE_GRPC = "grpc";
    /** xDS node metadata "role" is under this key. */
    public static final String NODE_ROLE = "role";
    /** xDS node metadata: listener addresses by role are under this key. */
    public static final String NODE_LISTENERS = "listeners";
    /** xDS node metadata: the names of listeners that something else secures are under this key; only "crossing" counts. */
    public static final String NODE_PLAINTEXT = "plaintext";
    /** xDS node metadata: which certificate provider gRPC's own client has; without one it crosses in the clear only. */
    public static final String NODE_CERTIFICATE_PROVIDER = "certificateProvider";
    /**
     * xDS node metadata in the first request of a type: the digest of what is held of it ({@link WorldDigest}), instead of all
     * versions.
     */
    public static final String NODE_WORLD = "world";
    /** xDS node metadata in load reports: the time of day where they are written, in milliseconds since the epoch. */
    public static final String NODE_CLOCK = "clockUnixMillis";
    /** xDS node metadata in load reports: what the gateway knows of its ways to other IDCs, by IDC. */
    public static final String NODE_PATHS = "paths";
    /** Key in what stands under {@link #NODE_PATHS} for an IDC: gateways there. */
    public static final String PATH_WAYS = "ways";
    /** Key in what stands under {@link #NODE_PATHS} for an IDC: gateways there that can be reached. */
    public static final String PATH_USABLE = "usable";
    /** Key in what stands under {@link #NODE_PATHS} for an IDC: gateways there that nobody has tried yet. */
    public static final String PATH_UNKNOWN = "unknown";
    /** Key in what stands under {@link #NODE_PATHS} for an IDC: since when one can be reached, or none can, by the gateway's clock. */
    public static final String PATH_SINCE = "sinceUnixMillis";

    /** Type URL of a Cluster. */
    public static final String TYPE_CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    /** Type URL of a ClusterLoadAssignment. */
    public static final String TYPE_ENDPOINT = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    /** Type URL of a Listener. */
    public static final String TYPE_LISTENER = "type.googleapis.com/envoy.config.listener.v3.Listener";
    /** Type URL of a RouteConfiguration. */
    public static final String TYPE_ROUTE = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
    /** Type URL of an exported ServiceEntry. */
    public static final String TYPE_SERVICE_ENTRY = "type.googleapis.com/spillway.v1.ServiceEntry";
    /** Type URL of a replicated TrafficShift. */
    public static final String TYPE_TRAFFIC_SHIFT = "type.googleapis.com/spillway.v1.TrafficShift";
    /** Type URL of a SwitchOver that the IDC which serves it coordinates. */
    public static final String TYPE_SWITCH_OVER = "type.googleapis.com/spillway.v1.SwitchOver";
    /** Type URL of what the IDC which serves it says of its part of a switch-over. */
    public static final String TYPE_SWITCH_OVER_PROGRESS = "type.googleapis.com/spillway.v1.SwitchOverProgress";

    /** Type URL of where the audit of the IDC which serves it ends. */
    public static final String TYPE_AUDIT_HEAD = "type.googleapis.com/spillway.v1.ToldHead";

    /** Type URL of a Runtime, a layer of values by key. */
    public static final String TYPE_RUNTIME = "type.googleapis.com/envoy.service.runtime.v3.Runtime";

    /** The Runtime that has the shares of requests that Routes' faults are made for; there is no other. */
    public static final String RUNTIME_FAULTS = "spillway-faults";
    /** Node feature of a client that lets a resource end when its TTL is over. */
    public static final String FEATURE_TTL = "xds.config.supports-resource-ttl";
    /** Node feature of a client that takes a wrapped resource in a state-of-the-world response; its other name has "supports-". */
    public static final String FEATURE_WRAPPED = "xds.config.resource-in-sotw";

    /** The HTTP filter that makes faults; per-route configuration is under this key. */
    public static final String FAULT_FILTER = "envoy.filters.http.fault";
    /** The regular expression by which a rewrite says that it replaces the whole path. */
    public static final String WHOLE_PATH = "^/.*$";

    private static final String LOCAL = "local";
    private static final char CROSSING = '>';

    private XdsNames() {}

    /** Returns the XdsCluster over all IDCs by priority, as in "orders/default". */
    public static String cluster(String service, String group) {
        return service + "/" + group;
    }

    /** Returns the XdsCluster whose first priority is that IDC, as in "orders/default!idc-b". */
    public static String shifted(String service, String group, String idc) {
        return cluster(service, group) + "!" + idc;
    }

    /** Returns the XdsCluster of this IDC only, as in "orders/default@local". */
    public static String local(String service, String group) {
        return cluster(service, group) + "@" + LOCAL;
    }

    /**
     * Returns the XdsCluster that is the crossing to that IDC only, as in "orders/default>idc-b"; gRPC's own clients have them
     * as members of others.
     */
    public static String crossing(String service, String group, String idc) {
        return cluster(service, group) + CROSSING + idc;
    }

    /** Returns the IDC of a name that {@link #crossing} made, or null when it is another one. */
    public static @Nullable String crossingTo(String name) {
        int to = name.indexOf(CROSSING);
        return to < 0 ? null : name.substring(to + 1);
    }

    /** Returns a name that {@link #crossing} made without its IDC, as in "orders/default"; other names as they are. */
    public static String uncrossed(String name) {
        int to = name.indexOf(CROSSING);
        return to < 0 ? name : name.substring(0, to);
    }

    /** Returns the parts of an XdsCluster name, or null when it is not one of the three forms. */
    public static @Nullable Parsed parse(String name) {
        int slash = name.indexOf('/');
        if (slash <= 0) {
            return null;
        }
        String service = name.substring(0, slash);
        String rest = name.substring(slash + 1);
        int shift = rest.indexOf('!');
        int at = rest.indexOf('@');
        int end = shift >= 0 ? shift : at >= 0 ? at : rest.length();
        if (end == 0 || end == rest.length() - 1 || rest.indexOf('/') >= 0) {
            return null;
        }
        String group = rest.substring(0, end);
        if (shift >= 0) {
            return at >= 0 ? null : new Parsed(service, group, new Variant.Shifted(rest.substring(shift + 1)));
        }
        if (at >= 0) {
            return Objects.equals(rest.substring(at + 1), LOCAL)
                    ? new Parsed(service, group, Variant.Only.LOCAL)
                    : null;
        }
        return new Parsed(service, group, Variant.Only.ALL);
    }

    /** The parts of an XdsCluster name. */
    public record Parsed(String service, String group, Variant variant) {

        /** Returns "service/group". */
        public String base() {
            return cluster(service, group);
        }
    }

    /** Which IDCs an XdsCluster has, and in which order. */
    public sealed interface Variant {

        /** The variants without a parameter. */
        enum Only implements Variant {
            /** All IDCs, this one first. */
            ALL,
            /** This IDC and no other. */
            LOCAL
        }

        /** All IDCs, the named one first. */
        record Shifted(String idc) implements Variant {}
    }
}
