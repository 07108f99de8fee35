package io.spillway.gateway.balance;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The hash tables in use, one per set of members for all event loops, built by an executor that is none of them: a Maglev
 * table of a thousand endpoints takes milliseconds. Safe for all threads.
 */
final class HashTables {
    /** A table that may still be under way. */
    static final class Pending {
        private volatile @Nullable HashTable table;

        /** Returns the table, or null while it is being built. */
        @Nullable
        HashTable get() {
            return table;
        }
    }

    private record Key(BalancePolicy.Method method, BalancePolicy.Hashing hashing, List<String> members) {}

    private final Executor builder;
    private final Map<Key, WeakReference<Pending>> tables = new ConcurrentHashMap<>();

    HashTables(Executor builder) {
        this.builder = builder;
    }

    /** Returns the table for these endpoints in this order, whose shares have the sum 1. */
    Pending of(BalancePolicy policy, Endpoint[] endpoints, double[] shares) {
        Key key = new Key(policy.method(), policy.hashing(), IntStream.range(0, endpoints.length)
                .mapToObj(i -> endpoints[i].address() + ' ' + shares[i]).toList());
        WeakReference<Pending> known = tables.get(key);
        Pending pending = known == null ? null : known.get();
        if (pending != null) {
            return pending;
        }
        Pending made = new Pending();
        tables.put(key, new WeakReference<>(made));
        tables.values().removeIf(one -> one.get() == null);
        builder.execute(() -> made.table = build(policy, endpoints, shares));
        return made;
    }

    private static HashTable build(BalancePolicy policy, Endpoint[] endpoints, double[] shares) {
        String[] keys = Arrays.stream(endpoints).map(Endpoint::address).toArray(String[]::new);
        return policy.method() == BalancePolicy.Method.MAGLEV
                ? HashTable.maglev(keys, shares, policy.hashing().table())
                : HashTable.ring(keys, shares, policy.hashing().minimumRing(), policy.hashing().maximumRing());
    }
}
