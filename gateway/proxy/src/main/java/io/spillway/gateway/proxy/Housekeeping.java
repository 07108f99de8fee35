package io.spillway.gateway.proxy;

import io.spillway.gateway.balance.LoadBalancers;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.proxy.forward.Findings;
import io.spillway.gateway.proxy.guard.Guards;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once a second for all event loops: the demand is measured, what belongs to clusters that are gone is
 * forgotten, and the ejections in force are shown. Run by the housekeeping thread alone.
 */
final class Housekeeping implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final ProxySettings settings;
    private final ProxySurroundings surroundings;
    private final OutlierDetector outliers;
    private final LoadBalancers balancers;
    private final Guards guards;
    private final Findings findings;
    private @Nullable RoutingSnapshot retained;

    Housekeeping(ProxySettings settings, ProxySurroundings surroundings, OutlierDetector outliers,
            LoadBalancers balancers, Guards guards, Findings findings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.outliers = outliers;
        this.balancers = balancers;
        this.guards = guards;
        this.findings = findings;
    }

    @Override
    public void run() {
        try {
            balancers.measure();
            RoutingSnapshot snapshot = surroundings.snapshots().get();
            findings.settle(snapshot);
            if (swapped(snapshot)) {
                outliers.retain(snapshot.clusters().values());
                guards.retain(snapshot);
                surroundings.meters().expect(snapshot.clusters().values(), settings.listeners().keySet());
            }
            surroundings.meters().ejections(outliers.ejections());
        } catch (RuntimeException e) {
            LOG.error("Housekeeping failed", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the snapshot was swapped, not whether it differs
    private boolean swapped(RoutingSnapshot snapshot) {
        if (retained == snapshot) {
            return false;
        }
        retained = snapshot;
        return true;
    }
}
