package io.spillway.gateway.balance;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Endpoints that one balancer chooses from: those of a locality, or of all. Used by one thread. */
final class Part {
    /** How often an endpoint that is warming up may send a request on before it must take it. */
    private static final int MOST_REFUSALS = 8;

    /**
     * An endpoint and where it is.
     *
     * @param share of the keys, for balancers by hash: in proportion to the others
     */
    record Place(Locality locality, Endpoint endpoint, double share) {}

    /**
     * How parts are made.
     *
     * @param policy how an endpoint is chosen
     * @param shared what balancers share
     * @param usableSince since when endpoints are usable that were not always
     */
    record Kit(BalancePolicy policy, Balancer.Prepared shared, Map<String, Long> usableSince, Ticker ticker) {}

    private final Locality[] localities;
    private final Endpoint[] endpoints;
    private final Balancer balancer;
    private final boolean avoidsTried;
    private @Nullable WarmUp warmUp;
    /** The last selection of each endpoint: most often the next one is the same. */
    private final Selection.@Nullable Selected[] selections;

    Part(List<Place> places, Kit kit) {
        this.localities = places.stream().map(Place::locality).toArray(Locality[]::new);
        this.endpoints = places.stream().map(Place::endpoint).toArray(Endpoint[]::new);
        this.balancer = Balancer.of(kit.policy(), endpoints, places.stream().mapToDouble(Place::share).toArray(),
                kit.shared());
        this.avoidsTried = byHash(kit.policy());
        this.warmUp = avoidsTried
                ? null
                : WarmUp.of(kit.policy().slowStart(), endpoints, kit.usableSince(), kit.ticker());
        this.selections = new Selection.Selected[endpoints.length];
    }

    static boolean byHash(BalancePolicy policy) {
        return policy.method() == BalancePolicy.Method.RING_HASH
                || policy.method() == BalancePolicy.Method.MAGLEV;
    }

    int size() {
        return endpoints.length;
    }

    int untried(SelectionContext context) {
        int count = 0;
        for (Endpoint endpoint : endpoints) {
            count += context.wasTried(endpoint) ? 0 : 1;
        }
        return count;
    }

    /** Returns the index of an endpoint that was not tried, or -1 when there is none. */
    int pick(EndpointStates states, SelectionContext context, RandomGenerator random) {
        if (!context.tried().isEmpty()) {
            return pickUntried(states, context, random);
        }
        int picked = balancer.pick(states, context, random);
        WarmUp warming = warmUp;
        if (warming != null) {
            for (int i = 0; i < MOST_REFUSALS && warming.refuses(picked, random); i++) {
                picked = balancer.pick(states, context, random);
            }
            warmUp = warming.over() ? null : warming;
        }
        return picked;
    }

    // Identity is meant: reasons are constants.
    @SuppressWarnings("ReferenceEquality")
    Selection.Selected selection(int index, int priority, String reason) {
        Selection.Selected known = selections[index];
        if (known == null || known.reason() != reason || known.priority() != priority) {
            known = new Selection.Selected(priority, localities[index], endpoints[index], reason);
            selections[index] = known;
        }
        return known;
    }

    private int pickUntried(EndpointStates states, SelectionContext context, RandomGenerator random) {
        if (avoidsTried) {
            int picked = balancer.pick(states, context, random);
            return context.wasTried(endpoints[picked]) ? -1 : picked;
        }
        int best = -1;
        int start = random.nextInt(endpoints.length);
        for (int i = 0; i < endpoints.length; i++) {
            int at = (start + i) % endpoints.length;
            if (!context.wasTried(endpoints[at])) {
                best = best < 0 || lessLoaded(endpoints[at], endpoints[best], states) ? at : best;
            }
        }
        return best;
    }

    private static boolean lessLoaded(Endpoint one, Endpoint other, EndpointStates states) {
        long oneLoad = (long) states.activeRequests(one) * Math.max(1, other.weight());
        long otherLoad = (long) states.activeRequests(other) * Math.max(1, one.weight());
        return oneLoad < otherLoad;
    }
}
