package io.spillway.gateway.proxy;

import java.util.HashMap;
import java.util.Map;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.OutlierDetector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares endpoints and logs who is ejected and who comes back. Runs on the housekeeping thread. */
final class OutlierWatch implements Runnable {
    /** How often endpoints are compared. */
    static final long PERIOD_MILLIS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(OutlierWatch.class);

    private record Key(String service, String address) {}

    private final OutlierDetector outliers;
    private Map<Key, Ejection> known = Map.of();

    OutlierWatch(OutlierDetector outliers) {
        this.outliers = outliers;
    }

    @Override
    public void run() {
        try {
            outliers.sweep();
            Map<Key, Ejection> now = new HashMap<>();
            for (Ejection ejection : outliers.ejections()) {
                now.put(new Key(ejection.service(), ejection.address()), ejection);
            }
            now.forEach((key, ejection) -> {
                if (!ejection.equals(known.get(key))) {
                    LOG.info("Endpoint {} of {} for {}: in use -> ejected, {}, for {} ms, time {}", key.address(),
                            ejection.idc(), scope(key), ejection.reason(), ejection.length().toMillis(),
                            ejection.times());
                }
            });
            known.forEach((key, ejection) -> {
                if (!now.containsKey(key)) {
                    LOG.info("Endpoint {} of {} for {}: ejected -> in use", key.address(), ejection.idc(), scope(key));
                }
            });
            known = now;
        } catch (RuntimeException e) {
            LOG.error("Comparing endpoints failed", e);
        }
    }

    private static String scope(Key key) {
        return key.service().isEmpty() ? "all services" : "service " + key.service();
    }
}
