package io.spillway.gateway.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Divides requests over clusters by a hash of their key: the same key goes to the same cluster as long as the weights stay,
 * and when a weight changes only the keys that must move do.
 *
 * <p>This is rendezvous hashing with weights: each cluster draws {@code -ln(u) / weight} with {@code u} from the hash of key
 * and cluster, and the least draw wins; it does so with probability weight / sum, because the draws are exponentially
 * distributed, and no cluster's draw depends on another's weight (Schindelhauer and Schomaker, "Weighted distributed hash
 * tables", SPAA 2005). First the group is drawn, by the sum of the weights of its clusters, and then the cluster among those
 * of the group: so a traffic shift, which divides a group over IDCs, takes nobody to another group. An IDC's draw depends on
 * the IDC alone: a user is in the same IDC whatever group and route a request has, as long as these have one key.
 *
 * <p>Immutable, safe for all threads.
 */
public final class StickySplit {
    private static final class Choice {
        final WeightedCluster first;
        final long seed;
        final int weight;
        final Choice[] parts;

        Choice(String name, WeightedCluster first, int weight, Choice[] parts) {
            this.first = first;
            this.seed = hash(name);
            this.weight = weight;
            this.parts = parts;
        }
    }

    private static final Choice[] NONE = {};

    private final StickyKey key;
    private final List<WeightedCluster> clusters;
    private final Choice[] groups;

    /** Creates a split over these clusters; at least one has a weight above 0. */
    public StickySplit(StickyKey key, List<WeightedCluster> clusters) {
        this.key = requireNonNull(key, "key");
        this.clusters = List.copyOf(clusters);
        Map<String, List<WeightedCluster>> byGroup = new LinkedHashMap<>();
        for (WeightedCluster cluster : this.clusters) {
            if (cluster.weight() > 0) {
                byGroup.merge(groupOf(cluster), List.of(cluster), StickySplit::both);
            }
        }
        groups = byGroup.entrySet().stream().map(entry -> new Choice(entry.getKey(), entry.getValue().getFirst(),
                entry.getValue().stream().mapToInt(WeightedCluster::weight).sum(),
                entry.getValue().stream().map(part -> new Choice(idcOf(part.cluster()), part, part.weight(), NONE))
                        .toArray(Choice[]::new)))
                .toArray(Choice[]::new);
    }

    private static List<WeightedCluster> both(List<WeightedCluster> some, List<WeightedCluster> more) {
        List<WeightedCluster> all = new java.util.ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** A group's variant by target IDC is {@code service/group!idc}; subsets of a group are kept apart like groups. */
    private static String groupOf(WeightedCluster cluster) {
        int variant = cluster.cluster().indexOf('!');
        String group = variant < 0 ? cluster.cluster() : cluster.cluster().substring(0, variant);
        return cluster.subset() == null ? group : group + ' ' + cluster.subset();
    }

    private static String idcOf(String cluster) {
        return cluster.substring(Math.max(0, cluster.indexOf('!')));
    }

    /** Returns what requests are kept together by. */
    public StickyKey key() {
        return key;
    }

    /** Returns the cluster of a key. */
    public WeightedCluster choose(String value) {
        long hashed = hash(value);
        Choice[] parts = least(groups, hashed).parts;
        return parts.length == 1 ? parts[0].first : least(parts, hashed).first;
    }

    /** Returns the name of the cluster of a key. */
    public String cluster(String value) {
        return choose(value).cluster();
    }

    private static Choice least(Choice[] choices, long hashed) {
        Choice best = choices[0];
        if (choices.length == 1) {
            return best;
        }
        double least = Double.POSITIVE_INFINITY;
        for (Choice choice : choices) {
            double draw = -Math.log(unit(mix(hashed ^ choice.seed))) / choice.weight;
            if (draw < least) {
                least = draw;
                best = choice;
            }
        }
        return best;
    }

    /** Returns a number above 0 and below 1 from the upper 53 bits. */
    private static double unit(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** FNV-1a over the characters, then mixed, because its upper bits are weak for short texts. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StickySplit that && key.equals(that.key) && clusters.equals(that.clusters);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + clusters.hashCode();
    }

    @Override
    public String toString() {
        return "StickySplit by " + key + " over " + clusters;
    }
}
