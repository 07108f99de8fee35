package io.spillway.gateway.balance;

import java.util.Arrays;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a request's hash; a request without one gets a random hash. While the table is being built the endpoint
 * with the highest hash of key and address has it (rendezvous), on every loop the same. With a balance factor nobody gets
 * more than that share of the mean load: the next ones are tried in an order that is random but the same for the same key
 * (consistent hashing with bounded loads, arXiv:1608.01350; Envoy, {@code thread_aware_lb_impl.cc}).
 */
final class HashBalancer implements Balancer {
    private final Endpoint[] endpoints;
    private final long[] addressHashes;
    private final double[] shares;
    private final int balanceFactor;
    private final HashTables.Pending pending;
    private @Nullable HashTable table;

    HashBalancer(Endpoint[] endpoints, double[] shares, BalancePolicy policy, Prepared shared) {
        this.endpoints = endpoints;
        double sum = Arrays.stream(shares).sum();
        this.shares = Arrays.stream(shares).map(share -> share / sum).toArray();
        this.balanceFactor = policy.hashing().balanceFactor();
        this.pending = shared.tables().of(policy, endpoints, this.shares);
        this.addressHashes = new long[endpoints.length];
        for (int i = 0; i < endpoints.length; i++) {
            addressHashes[i] = XxHash.of(endpoints[i].address());
        }
    }

    @Override
    public int pick(EndpointStates states, SelectionContext context, RandomGenerator random) {
        long hash = context.hashed() ? context.hash() : random.nextLong();
        int chosen = owner(hash);
        if (balanceFactor > 0) {
            chosen = bounded(chosen, hash, states);
        }
        return context.tried().isEmpty() || !context.wasTried(endpoints[chosen])
                ? chosen
                : untried(hash, chosen, context);
    }

    private int owner(long hash) {
        HashTable ready = table;
        if (ready == null) {
            ready = pending.get();
            table = ready;
        }
        return ready == null ? rendezvous(hash) : ready.at(hash);
    }

    private int rendezvous(long hash) {
        int best = 0;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < endpoints.length; i++) {
            long score = XxHash.avalanche(hash ^ addressHashes[i]);
            if (score > most) {
                most = score;
                best = i;
            }
        }
        return best;
    }

    private int bounded(int chosen, long hash, EndpointStates states) {
        long active = 0;
        for (Endpoint endpoint : endpoints) {
            active += states.activeRequests(endpoint);
        }
        long slots = ((active + 1) * balanceFactor + 99) / 100;
        double least = load(chosen, slots, states);
        int best = chosen;
        int count = endpoints.length;
        int step = step(hash, count);
        int at = (int) Long.remainderUnsigned(XxHash.avalanche(hash), count);
        for (int i = 0; i < count && least >= 1; i++) {
            at = (at + step) % count;
            double load = load(at, slots, states);
            if (load < least) {
                least = load;
                best = at;
            }
        }
        return best;
    }

    /** Returns how full an endpoint's share of the slots is; from 1 on it gets no more. */
    private double load(int index, long slots, EndpointStates states) {
        double own = Math.max(1, Math.ceil(slots * shares[index]));
        return states.activeRequests(endpoints[index]) / own;
    }

    /** Returns a step that meets every endpoint once in as many steps as there are. */
    private static int step(long hash, int count) {
        int step = 1 + (int) Long.remainderUnsigned(hash >>> 7, Math.max(1, count - 1));
        while (divisor(step, count) != 1) {
            step++;
        }
        return step;
    }

    private static int divisor(int one, int other) {
        return other == 0 ? one : divisor(other, one % other);
    }

    /** Returns the next one in the order of the key that was not tried, or the last one when all were. */
    private int untried(long hash, int from, SelectionContext context) {
        int step = step(hash, endpoints.length);
        int at = from;
        for (int i = 0; i < endpoints.length; i++) {
            at = (at + step) % endpoints.length;
            if (!context.wasTried(endpoints[at])) {
                return at;
            }
        }
        return at;
    }
}
