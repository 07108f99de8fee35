package io.spillway.control.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the data planes that report to this node do, all together, as of {@code at}. Rates are averages over their newest
 * reports. A data plane reports to one control node; where an IDC has several, each knows its own.
 *
 * @param every     time between two reports of a data plane
 * @param reporters who reports, by name
 * @param services  by name
 * @param spills    how requests are divided over IDCs by the load of all control nodes, of services whose capacity is known
 * @param silent    how many data planes of this IDC report load to no control node, so that the demand is without theirs
 */
public record LoadReport(String idc, String node, Instant at, Duration every, List<ReporterView> reporters,
        List<ServiceLoad> services, List<SpillView> spills, int silent) {

    /** Creates a report that says nothing of how requests are divided. */
    public LoadReport(String idc, String node, Instant at, Duration every, List<ReporterView> reporters,
            List<ServiceLoad> services) {
        this(idc, node, at, every, reporters, services, List.of(), 0);
    }

    /** Copies the lists. */
    public LoadReport {
        reporters = List.copyOf(reporters);
        services = List.copyOf(services);
        spills = List.copyOf(spills);
    }

    /** Returns the same with how requests are divided. */
    public LoadReport with(List<SpillView> divided, int unheard) {
        return new LoadReport(idc, node, at, every, reporters, services, divided, unheard);
    }

    /** Returns the same of one service. */
    public LoadReport of(String service) {
        return new LoadReport(idc, node, at, every, reporters,
                services.stream().filter(load -> load.service().equals(service)).toList(),
                spills.stream().filter(spill -> spill.service().equals(service)).toList(), silent);
    }

    /**
     * A data plane that reports.
     *
     * @param heardAt    when its newest report came
     * @param clockAhead by how much its clock is ahead of this node's, at least, or behind it, at most, when it is negative;
     *                   null when it does not tell
     */
    public record ReporterView(String node, String role, Instant heardAt, @Nullable Duration clockAhead) {

        /** Creates one of a data plane that does not tell its clock. */
        public ReporterView(String node, String role, Instant heardAt) {
            this(node, role, heardAt, null);
        }
    }

    /**
     * What becomes of requests.
     *
     * @param requests  begun, per second
     * @param successes per second
     * @param errors    per second: answers 5xx and attempts without an answer
     * @param inFlight  now
     */
    public record Rates(double requests, double successes, double errors, long inFlight) {

        /** Nothing. */
        public static final Rates NONE = new Rates(0, 0, 0, 0);

        /** Returns both together. */
        public Rates and(Rates other) {
            return new Rates(requests + other.requests, successes + other.successes, errors + other.errors,
                    inFlight + other.inFlight);
        }
    }

    /**
     * The requests to a service.
     *
     * @param drops   refused before any endpoint was asked, per second by category
     * @param nodes   how many data planes have anything to say of it
     * @param heardAt when the newest of them did
     * @param targets by the IDC that they went to
     */
    public record ServiceLoad(String service, Rates rates, Map<String, Double> drops, int nodes, Instant heardAt,
            List<TargetLoad> targets) {

        /** Copies the collections. */
        public ServiceLoad {
            drops = Map.copyOf(drops);
            targets = List.copyOf(targets);
        }
    }

    /** The requests to a service that went to one IDC. */
    public record TargetLoad(String idc, Rates rates, int nodes, Instant heardAt, List<LocalityLoad> localities) {

        /** Copies the list. */
        public TargetLoad {
            localities = List.copyOf(localities);
        }
    }

    /**
     * The requests of one xDS cluster to one locality in one priority.
     *
     * @param deployment the deployment cluster; empty behind another IDC's gateways
     */
    public record LocalityLoad(String group, String cluster, String region, String deployment, int priority,
            Rates rates, int nodes, Instant heardAt) {}
}
