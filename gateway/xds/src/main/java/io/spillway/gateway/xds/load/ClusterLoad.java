package io.spillway.gateway.xds.load;

import java.util.List;
import java.util.Map;

/**
 * What became of the requests to a cluster since the process started.
 *
 * @param cluster the cluster's name
 * @param service the name of its endpoints (EDS)
 * @param asked the requests that came for it: each once, however many attempts were made, or none
 * @param localities by locality and priority
 * @param dropped by reason, the requests that were refused before any endpoint was asked
 * @param unserved the requests that the gateway answered with 5xx before any endpoint was asked, for whatever reason
 */
public record ClusterLoad(String cluster, String service, long asked, List<LocalityLoad> localities,
        Map<String, Long> dropped, long unserved) {
    public ClusterLoad {
        localities = List.copyOf(localities);
        dropped = Map.copyOf(dropped);
    }

    /** Creates the load of a cluster for which there always was an endpoint. */
    public ClusterLoad(String cluster, String service, long asked, List<LocalityLoad> localities,
            Map<String, Long> dropped) {
        this(cluster, service, asked, localities, dropped, 0);
    }
}
