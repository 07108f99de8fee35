package io.spillway.control.health;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.spillway.control.service.LoadReport;
import io.spillway.control.service.LoadReport.Rates;
import io.spillway.control.service.LoadReport.ServiceLoad;
import io.spillway.control.service.LoadReport.TargetLoad;

/**
 * What the load reports of the last minute say of requests to the services of this IDC, and bursts of failures among them.
 * Owned by one thread.
 */
final class DataPath {

    static final long KEPT_NANOS = 60_000_000_000L;
    static final double BURST_ERRORS = 5;
    static final double BURST_SHARE = 0.2;
    private static final double NANOS = 1e9;

    private final String ownIdc;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Instant newest = Instant.MIN;

    /** Rates by service, as they were for some time until {@code nanos}. */
    private record Sample(long nanos, double seconds, Map<String, Rates> services) {}

    DataPath(String ownIdc) {
        this.ownIdc = ownIdc;
    }

    /** Takes a report, once; returns the services that have a burst of failures in it. */
    List<String> take(LoadReport report, long nowNanos) {
        if (!report.at().isAfter(newest)) {
            return List.of();
        }
        newest = report.at();
        long before = samples.isEmpty() ? nowNanos - report.every().toNanos() : samples.getLast().nanos;
        Map<String, Rates> services = new HashMap<>();
        for (ServiceLoad service : report.services()) {
            for (TargetLoad target : service.targets()) {
                if (target.idc().equals(ownIdc)) {
                    services.put(service.service(), target.rates());
                }
            }
        }
        samples.add(new Sample(nowNanos, (nowNanos - before) / NANOS, services));
        while (nowNanos - samples.getFirst().nanos > KEPT_NANOS) {
            samples.removeFirst();
        }
        List<String> bursts = new ArrayList<>();
        services.forEach((service, rates) -> {
            if (burst(rates)) {
                bursts.add(service);
            }
        });
        return bursts;
    }

    /** Returns whether so many requests fail that it is worth a look at who does. */
    static boolean burst(Rates rates) {
        return rates.errors() >= BURST_ERRORS && rates.errors() >= BURST_SHARE * (rates.errors() + rates.successes());
    }

    /** Returns how many requests to a service ended well or badly since then. */
    double requests(String service, long sinceNanos) {
        double sum = 0;
        for (Sample sample : since(sinceNanos)) {
            Rates rates = sample.services.getOrDefault(service, Rates.NONE);
            sum += (rates.successes() + rates.errors()) * sample.seconds;
        }
        return sum;
    }

    /** Returns how many requests to a service failed since then. */
    double errors(String service, long sinceNanos) {
        double sum = 0;
        for (Sample sample : since(sinceNanos)) {
            sum += sample.services.getOrDefault(service, Rates.NONE).errors() * sample.seconds;
        }
        return sum;
    }

    private List<Sample> since(long nanos) {
        List<Sample> found = new ArrayList<>();
        for (Iterator<Sample> later = samples.descendingIterator(); later.hasNext();) {
            Sample sample = later.next();
            if (sample.nanos - nanos < 0) {
                break;
            }
            found.add(sample);
        }
        return found;
    }
}
