package io.spillway.control.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;

import io.spillway.control.service.LoadReport.LocalityLoad;
import io.spillway.control.service.LoadReport.Rates;
import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.LoadReport.ServiceLoad;
import io.spillway.control.service.LoadReport.TargetLoad;

/** Adds up what all data planes say, by service and target. Used by one thread, once. */
final class LoadFold {

    private final Map<String, OfService> services = new TreeMap<>();
    private final Map<String, ReporterView> reporters = new TreeMap<>();
    private final LongFunction<Instant> dates;

    /** Creates a fold that has seen nothing; {@code dates} turns nanoseconds into the time of day. */
    LoadFold(LongFunction<Instant> dates) {
        this.dates = dates;
    }

    /** What many say of one thing. */
    private static final class Sum {
        private final Set<String> nodes = new HashSet<>();
        private Rates rates = Rates.NONE;
        private Instant heardAt = Instant.MIN;

        void add(String node, Instant heard, Rates more) {
            nodes.add(node);
            rates = rates.and(more);
            heardAt = heard.isAfter(heardAt) ? heard : heardAt;
        }
    }

    private static final class OfTarget {
        private final Sum sum = new Sum();
        private final Map<LoadKey, Sum> places = new HashMap<>();
    }

    private static final class OfService {
        private final Sum sum = new Sum();
        private final Map<String, Double> drops = new TreeMap<>();
        private final Map<String, OfTarget> targets = new TreeMap<>();
    }

    LoadFold add(Reporter reporter) {
        Instant heard = dates.apply(reporter.heardNanos());
        String node = reporter.node();
        reporters.merge(node, new ReporterView(node, reporter.role(), heard, reporter.clock().ahead()),
                (one, other) -> other.heardAt().isAfter(one.heardAt()) ? other : one);
        reporter.rates().forEach((key, rate) -> {
            Rates rates = new Rates(rate.issued(), rate.successes(), rate.errors(), rate.inFlight());
            OfService service = service(key.service());
            OfTarget target = service.targets.computeIfAbsent(key.idc(), _ -> new OfTarget());
            service.sum.add(node, heard, rates);
            target.sum.add(node, heard, rates);
            target.places.computeIfAbsent(key, _ -> new Sum()).add(node, heard, rates);
        });
        reporter.drops().forEach((key, rate) -> {
            OfService service = service(key.service());
            service.sum.add(node, heard, Rates.NONE);
            service.drops.merge(key.category(), rate, Double::sum);
        });
        return this;
    }

    private OfService service(String name) {
        return services.computeIfAbsent(name, _ -> new OfService());
    }

    List<ReporterView> reporters() {
        return List.copyOf(reporters.values());
    }

    List<ServiceLoad> services() {
        List<ServiceLoad> all = new ArrayList<>();
        services.forEach((name, service) -> {
            List<TargetLoad> targets = new ArrayList<>();
            service.targets.forEach((idc, target) -> targets.add(new TargetLoad(idc, target.sum.rates,
                    target.sum.nodes.size(), target.sum.heardAt, places(target))));
            all.add(new ServiceLoad(name, service.sum.rates, service.drops, service.sum.nodes.size(),
                    service.sum.heardAt, targets));
        });
        return all;
    }

    private static List<LocalityLoad> places(OfTarget target) {
        List<LocalityLoad> places = new ArrayList<>();
        target.places.forEach((key, sum) -> places.add(new LocalityLoad(key.group(), key.cluster(), key.region(),
                key.deployment(), key.priority(), sum.rates, sum.nodes.size(), sum.heardAt)));
        places.sort(Comparator.comparing(LocalityLoad::cluster).thenComparingInt(LocalityLoad::priority)
                .thenComparing(LocalityLoad::deployment).thenComparing(LocalityLoad::region));
        return places;
    }
}
