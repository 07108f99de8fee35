package io.spillway.gateway.proxy.forward;

import java.util.List;

import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.proxy.guard.LoadCounts;
import io.spillway.gateway.xds.load.ClusterLoad;
import io.spillway.gateway.xds.load.LoadSource;
import io.spillway.gateway.xds.load.PathState;

/** What a gateway tells its control plane of its requests and its ways. Safe for all threads. */
public record ReportedLoads(LoadCounts counts, Findings findings, OutlierDetector outliers) implements LoadSource {

    @Override
    public List<ClusterLoad> totals() {
        return counts.totals();
    }

    @Override
    public List<PathState> paths() {
        return findings.paths(outliers);
    }
}
