package io.spillway.control.nodes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;
import org.jspecify.annotations.Nullable;

/**
 * What the data planes of a control node see, as it says to the others.
 *
 * @param gateways how many gateways are its clients
 * @param paths    how they reach other IDCs, by IDC
 * @param measured what they measure of sets of Services, by the key of the set; only of sets that somebody asked for
 * @param heard    the other IDCs that this node hears: registry-sync tells one node of an IDC
 * @param links    what registry-sync tells this node of the links to other IDCs, by IDC
 * @param looking  whether somebody looks at all Services there, so that the others say what they measure of them
 */
public record NodeFigures(int gateways, SortedMap<String, PathCount> paths,
        SortedMap<String, MeasuredTraffic> measured, List<String> heard, SortedMap<String, LinkTold> links,
        boolean looking) {

    /** Nobody sees anything. */
    public static final NodeFigures NOTHING = new NodeFigures(0, new TreeMap<>(), new TreeMap<>(), List.of(),
            new TreeMap<>());

    private static final ScalarType<Integer> COUNT = ScalarType.integer(0, 1_000_000);
    private static final ScalarType<Long> REQUESTS = ScalarType.longInteger(0, Long.MAX_VALUE / 1024);
    private static final ScalarType<Double> RATE = ScalarType.number(0, 1e12);

    /** Creates figures of a node where nobody looks. */
    public NodeFigures(int gateways, SortedMap<String, PathCount> paths, SortedMap<String, MeasuredTraffic> measured,
            List<String> heard, SortedMap<String, LinkTold> links) {
        this(gateways, paths, measured, heard, links, false);
    }

    /** Copies the collections. */
    public NodeFigures {
        paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
        measured = Collections.unmodifiableSortedMap(new TreeMap<>(measured));
        heard = List.copyOf(heard);
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
    }

    /**
     * The sync link to another IDC, as it was when it last changed.
     *
     * @param connected whether what that IDC declares is fresh
     * @param since     when that became so
     * @param error     the newest error of the link; empty for none
     */
    public record LinkTold(boolean connected, Instant since, String error) {}

    /**
     * Gateways by whether they have a way to an IDC.
     *
     * @param lostSince since when the first of those that have none has none; null when there is none of them
     * @param lostBy    names of some of these
     */
    public record PathCount(int usable, int lost, @Nullable Instant lostSince, List<String> lostBy) {

        /** No gateway. */
        public static final PathCount NONE = new PathCount(0, 0, null, List.of());

        /** Copies the list. */
        public PathCount {
            lostBy = List.copyOf(lostBy);
        }

        /** Returns both together, with so many names at most. */
        public PathCount and(PathCount other, int named) {
            List<String> names = new ArrayList<>(lostBy);
            names.addAll(other.lostBy);
            return new PathCount(usable + other.usable, lost + other.lost, earlier(lostSince, other.lostSince),
                    names.size() > named ? names.subList(0, named) : names);
        }

        private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
            return one == null || (other != null && other.isBefore(one)) ? other : one;
        }
    }

    /** Returns the fields of a record. */
    Map<String, Object> fields() {
        Map<String, Object> ways = new LinkedHashMap<>();
        paths.forEach((idc, path) -> {
            Map<String, Object> way = new LinkedHashMap<>();
            way.put("usable", path.usable());
            way.put("lost", path.lost());
            if (path.lostSince() != null) {
                way.put("lostSince", path.lostSince().toString());
            }
            way.put("lostBy", path.lostBy());
            ways.put(idc, way);
        });
        Map<String, Object> sums = new LinkedHashMap<>();
        measured.forEach((key, traffic) -> sums.put(key, fields(traffic)));
        Map<String, Object> told = new LinkedHashMap<>();
        links.forEach((idc, link) -> told.put(idc, Map.of("connected", link.connected(), "since",
                link.since().toString(), "error", link.error())));
        return Map.of("gateways", gateways, "paths", ways, "measured", sums, "heard", heard, "links", told,
                "looking", looking);
    }

    private static Map<String, Object> fields(MeasuredTraffic traffic) {
        Map<String, Object> sum = new LinkedHashMap<>();
        sum.put("requests", traffic.requestsPerSecond());
        sum.put("failed", traffic.failedPerSecond());
        sum.put("misrouted", traffic.misroutedPerSecond());
        sum.put("servedBy", traffic.servedBy());
        sum.put("latency", traffic.latency());
        if (traffic.since() != null) {
            sum.put("since", traffic.since().toString());
        }
        return sum;
    }

    static NodeFigures read(Decoder figures) {
        return new NodeFigures(figures.optional("gateways", COUNT, 0),
                new TreeMap<>(figures.childrenByName("paths", NodeFigures::readPath)),
                new TreeMap<>(figures.childrenByName("measured", NodeFigures::readTraffic)),
                figures.list("heard", ScalarType.TEXT),
                new TreeMap<>(figures.childrenByName("links", NodeFigures::readLink)),
                figures.optional("looking", ScalarType.BOOL, false));
    }

    private static LinkTold readLink(Decoder link) {
        return new LinkTold(link.optional("connected", ScalarType.BOOL, false),
                link.optional("since", ScalarType.INSTANT, Instant.EPOCH), link.optional("error", ScalarType.TEXT, ""));
    }

    private static PathCount readPath(Decoder path) {
        return new PathCount(path.optional("usable", COUNT, 0), path.optional("lost", COUNT, 0),
                path.optional("lostSince", ScalarType.INSTANT), path.list("lostBy", ScalarType.TEXT));
    }

    private static MeasuredTraffic readTraffic(Decoder traffic) {
        List<Long> latency = traffic.list("latency", REQUESTS);
        if (latency.size() > LatencyBuckets.COUNT) {
            traffic.violation("latency", latency.size() + " buckets", LatencyBuckets.COUNT + " at most");
        }
        return new MeasuredTraffic(traffic.optional("requests", RATE, 0.0), traffic.optional("failed", RATE, 0.0),
                traffic.optional("misrouted", RATE, 0.0), traffic.map("servedBy", RATE), latency,
                traffic.optional("since", ScalarType.INSTANT));
    }
}
