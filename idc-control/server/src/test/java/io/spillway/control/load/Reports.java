package io.spillway.control.load;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.EndpointLoadMetricStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.spillway.wire.xds.XdsNames;

/** Makes messages, and a world in which orders and idc-a and idc-b exist. */
public final class Reports {

    static final World WORLD = new World() {
        @Override
        public boolean hasCluster(String name) {
            return clusters().contains(name);
        }

        @Override
        public boolean hasIdc(String name) {
            return List.of("idc-a", "idc-b").contains(name);
        }

        @Override
        public List<String> clusters() {
            return List.of("inventory/default", "orders/default", "orders/default!idc-b");
        }
    };

    private Reports() {}

    public static LoadStatsRequest reportOf(ClusterStats.Builder... clusters) {
        LoadStatsRequest.Builder report = LoadStatsRequest.newBuilder();
        Arrays.stream(clusters).forEach(report::addClusterStats);
        return report.build();
    }

    static LoadStatsRequest introduction(Node node) {
        return LoadStatsRequest.newBuilder().setNode(node).build();
    }

    public static ClusterStats.Builder cluster(String name, double seconds, UpstreamLocalityStats.Builder... places) {
        ClusterStats.Builder cluster = ClusterStats.newBuilder().setClusterName(name)
                .setLoadReportInterval(Duration.newBuilder().setSeconds((long) seconds)
                        .setNanos((int) Math.round((seconds - (long) seconds) * 1e9)));
        Arrays.stream(places).forEach(cluster::addUpstreamLocalityStats);
        return cluster;
    }

    public static UpstreamLocalityStats.Builder place(String idc, int priority, long issued, long successes,
            long errors,
            long inFlight) {
        return UpstreamLocalityStats.newBuilder().setLocality(Locality.newBuilder().setZone(idc)).setPriority(priority)
                .setTotalIssuedRequests(issued).setTotalSuccessfulRequests(successes).setTotalErrorRequests(errors)
                .setTotalRequestsInProgress(inFlight);
    }

    /** What our gateways say beside attempts: for how many requests they were. */
    public static EndpointLoadMetricStats requests(long count) {
        return EndpointLoadMetricStats.newBuilder().setMetricName(XdsNames.LOAD_REQUESTS)
                .setNumRequestsFinishedWithMetric(count).setTotalMetricValue((double) count).build();
    }

    /** A named figure of a locality, as our gateways say it. */
    public static EndpointLoadMetricStats figure(String name, long count) {
        return EndpointLoadMetricStats.newBuilder().setMetricName(name).setNumRequestsFinishedWithMetric(count)
                .setTotalMetricValue((double) count).build();
    }

    /** What a gateway says of its ways to idc-b. */
    static Node paths(double usable, double unknown, long sinceMillis) {
        Struct.Builder path = Struct.newBuilder();
        Map.of("ways", 2.0, "usable", usable, "unknown", unknown, "sinceUnixMillis", (double) sinceMillis)
                .forEach((key, value) -> path.putFields(key, Value.newBuilder().setNumberValue(value).build()));
        return Node.newBuilder().setMetadata(Struct.newBuilder().putFields(XdsNames.NODE_PATHS, Value.newBuilder()
                .setStructValue(Struct.newBuilder().putFields("idc-b",
                        Value.newBuilder().setStructValue(path).build()))
                .build())).build();
    }

    static ClusterStats.DroppedRequests dropped(String category, long count) {
        return ClusterStats.DroppedRequests.newBuilder().setCategory(category).setDroppedCount(count).build();
    }
}
