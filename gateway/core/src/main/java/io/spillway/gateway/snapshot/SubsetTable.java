package io.spillway.gateway.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.spillway.gateway.route.Subset;
import io.spillway.gateway.snapshot.BalancePolicy.Fallback;
import io.spillway.gateway.snapshot.BalancePolicy.Subsets;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a cluster by labels, all made before the first request asks for one: a part for each selector and each
 * combination of values that its labels have among the endpoints (Envoy, {@code subsets.rst}), and what others get. To find
 * a part is one look into a map.
 *
 * <p>Gateways of other IDCs are in every part: what is behind them is not labelled here, and they are told the labels. So a
 * part that has lost its endpoints here goes on in another IDC before anybody else gets its requests.
 *
 * @param parts the parts by what they are called
 * @param plain what a request gets that asks for nothing, or for labels that nobody selects by
 * @param others what a request gets that asks for values which no endpoint has, by the labels that may be asked for
 */
public record SubsetTable(Map<String, XdsCluster> parts, Other plain, Map<Set<String>, Other> others) {
    /** In the keys of parts; no cluster that xDS names has it. */
    private static final char MARK = '\n';

    /**
     * What stands in.
     *
     * @param cluster the part, null when nothing stands in
     */
    public record Other(@Nullable XdsCluster cluster) {}

    public SubsetTable {
        parts = Map.copyOf(parts);
        others = Map.copyOf(others);
    }

    /** Returns the parts of a cluster, null when nobody selects by labels: then all of it is for everybody, as in Envoy. */
    static @Nullable SubsetTable divide(XdsCluster whole) {
        Subsets subsets = whole.balance().subsets();
        if (subsets.selectors().isEmpty()) {
            return null;
        }
        Map<String, XdsCluster> parts = new HashMap<>();
        Map<Set<String>, Other> others = new HashMap<>();
        for (Set<String> selector : subsets.selectors()) {
            for (Endpoint endpoint : endpoints(whole)) {
                Subset asked = labels(endpoint, selector);
                if (asked != null && !parts.containsKey(asked.text())) {
                    parts.put(asked.text(), part(whole, asked));
                }
            }
            Fallback fallback = subsets.fallback(selector);
            others.put(selector, fallback == Fallback.NONE ? abroad(whole) : other(whole, fallback));
        }
        return new SubsetTable(parts, other(whole, subsets.fallback()), others);
    }

    private static Other other(XdsCluster whole, Fallback fallback) {
        Subset defaults = Subset.of(whole.balance().subsets().defaults());
        return switch (fallback) {
            case NONE -> new Other(null);
            case ANY -> new Other(whole);
            case DEFAULT -> defaults == null
                    ? new Other(whole)
                    : endpoints(whole).stream().anyMatch(one -> has(one, defaults))
                            ? new Other(part(whole, defaults))
                            : abroad(whole);
        };
    }

    /** Returns the part of other IDCs' gateways, nothing when there are none. */
    private static Other abroad(XdsCluster whole) {
        XdsCluster gateways = only(whole, "", _ -> false);
        return new Other(endpoints(gateways).isEmpty() ? null : gateways);
    }

    /** Returns the part for requests that ask for these labels, or for none; null when nothing is there for them. */
    @Nullable
    XdsCluster of(@Nullable Subset asked) {
        if (asked == null) {
            return plain.cluster();
        }
        XdsCluster part = parts.get(asked.text());
        return part != null ? part : others.getOrDefault(asked.labels().keySet(), plain).cluster();
    }

    /** Returns the part that is called so, or what stands in for it. */
    @Nullable
    XdsCluster named(String text) {
        XdsCluster part = parts.get(text);
        return part != null ? part : of(Subset.parse(text));
    }

    /** Returns every cluster that this gives out. */
    List<XdsCluster> all() {
        List<XdsCluster> all = new ArrayList<>(parts.values());
        add(all, plain);
        others.values().forEach(other -> add(all, other));
        return all;
    }

    private static void add(List<XdsCluster> all, Other other) {
        if (other.cluster() != null) {
            all.add(other.cluster());
        }
    }

    private static List<Endpoint> endpoints(XdsCluster cluster) {
        return cluster.priorities().stream().flatMap(level -> level.localities().stream())
                .flatMap(locality -> locality.endpoints().stream()).toList();
    }

    /** Returns the values that an endpoint has for all of these labels, null when it lacks one. */
    private static @Nullable Subset labels(Endpoint endpoint, Set<String> selector) {
        Map<String, String> values = new HashMap<>();
        for (String label : selector) {
            String value = endpoint.labels().get(label);
            if (value == null) {
                return null;
            }
            values.put(label, value);
        }
        return Subset.of(values);
    }

    private static boolean has(Endpoint endpoint, Subset subset) {
        return endpoint.labels().entrySet().containsAll(subset.labels().entrySet());
    }

    private static XdsCluster part(XdsCluster whole, Subset subset) {
        return only(whole, subset.text(), one -> has(one, subset));
    }

    private static XdsCluster only(XdsCluster whole, String text, Predicate<Endpoint> wanted) {
        List<PriorityLevel> levels = new ArrayList<>();
        for (PriorityLevel level : whole.priorities()) {
            List<LocalityEndpoints> localities = new ArrayList<>();
            for (LocalityEndpoints locality : level.localities()) {
                List<Endpoint> left = locality.endpoints().stream()
                        .filter(one -> one.role() == Endpoint.Role.GATEWAY || wanted.test(one)).toList();
                // As in Envoy the weights of localities, which are those of all endpoints, do not count in a part.
                localities.add(new LocalityEndpoints(locality.locality(), 0, left, locality.capacity()));
            }
            levels.add(new PriorityLevel(level.priority(), localities));
        }
        return whole.part(whole.name() + MARK + text, levels);
    }
}
