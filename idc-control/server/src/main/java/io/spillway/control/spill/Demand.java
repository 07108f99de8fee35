package io.spillway.control.spill;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.spillway.control.load.Heard;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodeRecord.Load;
import io.spillway.control.nodes.NodesView;
import io.spillway.wire.xds.XdsNames;
import io.spillway.wire.xds.XdsNames.Parsed;
import io.spillway.wire.xds.XdsNames.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What all gateways of this IDC ask for, added up over its control nodes. Pure.
 *
 * @param rates     requests per second, as in {@link Load}
 * @param gateways  how many gateways there are
 * @param reporters how many of them report load
 * @param silent    how many data planes report no load, so that what they ask for is not in this, but for the few gateways
 *                  among them
 * @param unknown   why this says nothing; empty when it does
 */
record Demand(Map<String, Double> rates, int gateways, int reporters, int silent, String unknown) {

    /** With fewer of the gateways, what the others do would be guessed. */
    private static final double ENOUGH = 0.8;
    /** What has moved by less than this is not worth a write. */
    private static final double WORTH = 0.02;

    Demand {
        rates = Map.copyOf(rates);
    }

    boolean known() {
        return unknown.isEmpty();
    }

    /** Returns requests per second of a Group that go home first. */
    double of(String service, String group) {
        return rates.getOrDefault(XdsNames.cluster(service, group), 0.0);
    }

    /** Returns requests per second of a Group for which an operator prefers another IDC. */
    double shifted(String service, String group, String idc) {
        return rates.getOrDefault(XdsNames.shifted(service, group, idc), 0.0);
    }

    /** Adds up what the live nodes say. Gateways that do not report are taken for as busy as those that do. */
    static Demand sum(NodesView nodes) {
        Map<String, Double> rates = new TreeMap<>();
        int gateways = 0;
        int reporters = 0;
        int others = 0;
        int telling = 0;
        for (NodeRecord node : nodes.records().values()) {
            Load load = node.load();
            if (load == null) {
                return new Demand(Map.of(), 0, 0, 0, "control node " + node.node() + " does not say its load");
            }
            gateways += load.gateways();
            reporters += load.reporters();
            others += load.others();
            telling += load.telling();
            load.demand().forEach((name, rate) -> rates.merge(name, (double) rate, Double::sum));
        }
        int silent = Math.max(0, gateways - reporters) + Math.max(0, others - telling);
        if (reporters == 0 || reporters < ENOUGH * gateways) {
            return new Demand(Map.of(), gateways, reporters, silent,
                    reporters + " of " + gateways + " gateways report load");
        }
        double scale = Math.max(1, (double) gateways / reporters);
        rates.replaceAll((_, rate) -> rate * scale);
        return new Demand(rates, gateways, reporters, silent, "");
    }

    /**
     * Returns what this node says to the others.
     *
     * @param wanted   of which services
     * @param gateways how many gateways are its clients
     * @param others   how many other data planes are
     */
    static Load own(String ownIdc, Heard heard, int gateways, int others,
            Predicate<String> wanted) {
        Map<String, Double> sums = new TreeMap<>();
        heard.demand().forEach((cluster, rate) -> {
            Parsed name = XdsNames.parse(cluster);
            String key = name == null || !wanted.test(name.service()) ? null : key(ownIdc, name);
            if (key != null && rate > 0) {
                sums.merge(key, rate, Double::sum);
            }
        });
        SortedMap<String, Long> demand = new TreeMap<>();
        sums.forEach((key, rate) -> demand.put(key, (long) Math.ceil(rate)));
        return new Load(gateways, heard.reporters(), others, heard.others(), demand);
    }

    /** Requests that came from another IDC are that one's demand. */
    private static @Nullable String key(String ownIdc, Parsed name) {
        return switch (name.variant()) {
            case Variant.Only only -> only == Variant.Only.ALL ? name.base() : null;
            case Variant.Shifted(String idc) ->
                idc.equals(ownIdc) ? name.base() : XdsNames.shifted(name.service(), name.group(), idc);
        };
    }

    /** Returns whether what a node has said last is not near enough any more. */
    static boolean worthSaying(@Nullable Load before, Load now) {
        if (before == null || before.gateways() != now.gateways() || before.reporters() != now.reporters()
                || before.others() != now.others() || before.telling() != now.telling()
                || !before.demand().keySet().equals(now.demand().keySet())) {
            return true;
        }
        return now.demand().entrySet().stream().anyMatch(
                entry -> moved(before.demand().getOrDefault(entry.getKey(), 0L), entry.getValue()));
    }

    private static boolean moved(long before, long now) {
        return Math.abs(now - before) > Math.max(1, WORTH * Math.max(before, now));
    }
}
