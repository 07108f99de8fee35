package io.spillway.control.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The fleet as one control node knows it at one instant. What it does not know is null.
 *
 * @param edges      how requests of users go from this IDC, and to it as far as that is known here
 * @param switchOvers those that are not over
 * @param alerts     what this node itself finds wrong, the gravest first
 */
public record Overview(String idc, String node, Instant at, boolean ready, boolean connected, long revision,
        List<IdcView> idcs, List<Edge> edges, List<Shift> shifts, List<Move> switchOvers, List<Exercise> drills,
        List<Alert> alerts) {

    /** Copies the lists. */
    public Overview {
        idcs = List.copyOf(idcs);
        edges = List.copyOf(edges);
        shifts = List.copyOf(shifts);
        switchOvers = List.copyOf(switchOvers);
        drills = List.copyOf(drills);
        alerts = List.copyOf(alerts);
    }

    /**
     * An IDC, with the three parts of its health apart.
     *
     * @param here              whether it is the one of this node
     * @param capacity          requests per second that it is declared for; null when nothing is declared
     * @param requestsPerSecond what its own users ask for
     * @param successPercent    of these; null of another IDC, which does not tell
     * @param gateways          of this IDC; null of another one
     */
    public record IdcView(String name, @Nullable String region, @Nullable String center, boolean here,
            @Nullable Long capacity, @Nullable Double requestsPerSecond, @Nullable Double successPercent,
            @Nullable Gateways gateways, Link link, Path path, Behind service) {}

    /** Gateways that are clients of this node, and how many of them have all that they should have. */
    public record Gateways(int connected, int synced) {}

    /** Whether what an IDC declares is fresh. */
    public enum LinkState {
        /** It is. */
        LIVE,
        /** Nothing was heard for a lease; what was heard stays in use. */
        STALE,
        /** Nothing was ever heard. */
        CUT,
        /** It is this one. */
        HERE
    }

    /**
     * The sync link.
     *
     * @param age since when its state is so
     * @param lag since when the other side gave no sign of life
     */
    public record Link(LinkState state, @Nullable Duration age, @Nullable Duration lag) {}

    /** Whether requests reach an IDC. */
    public enum PathState {
        /** From all gateways of which anything is known. */
        WELL,
        /** From some. */
        PARTLY,
        /** From none. */
        DEAD,
        /** Nobody knows. */
        UNKNOWN
    }

    /** The way of requests. {@code reaching} gateways of {@code of} reach it; null when nobody knows. */
    public record Path(PathState state, @Nullable Integer reaching, @Nullable Integer of) {}

    /** How what stands behind the gateways of an IDC is. */
    public enum ServiceState {
        /** All that is declared is healthy. */
        WELL,
        /** Something is not. */
        WEAK,
        /** Nothing is. */
        GONE,
        /** Nobody knows. */
        UNKNOWN
    }

    /** What is behind the gateways. {@code weak} names some of the Services that have lost something. */
    public record Behind(ServiceState state, @Nullable Double healthyPercent, List<String> weak) {

        /** Copies the list. */
        public Behind {
            weak = List.copyOf(weak);
        }
    }

    /** Requests of the users of one IDC that another, or the same, answers. */
    public record Edge(String from, String to, @Nullable Double requestsPerSecond, @Nullable Double successPercent) {}

    /** A TrafficShift that is in force. {@code weights} are percent by IDC. */
    public record Shift(String scope, Map<String, Integer> weights, List<String> excluded, String generation,
            @Nullable String author, String reason, @Nullable Instant expires) {

        /** Copies the list. */
        public Shift {
            excluded = List.copyOf(excluded);
        }
    }

    /** A switch-over. {@code position} is for people; null before the first step. */
    public record Move(String name, String state, List<String> from, List<String> to, @Nullable String position,
            @Nullable Instant since) {

        /** Copies the lists. */
        public Move {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /** A drill, as its status says. */
    public record Exercise(String name, @Nullable String state, @Nullable String since) {}

    /** How soon somebody must look, the gravest first. */
    public enum Severity {
        /** Now. */
        PAGE,
        /** Today. */
        TICKET,
        /** It is good to know. */
        INFO
    }

    /**
     * Something that is wrong.
     *
     * @param name    of the alert in grafana/rules that says the same, with its runbook; another name where there is none
     * @param subject what it is about
     */
    public record Alert(Severity severity, String name, String subject, String text, @Nullable Instant since) {}
}
