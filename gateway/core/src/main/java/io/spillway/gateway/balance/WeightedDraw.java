package io.spillway.gateway.balance;

import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/** Draws an index with the probability of its weight. */
final class WeightedDraw {
    private final int count;
    /** Running sums of the weights, or null when all weights are equal. */
    private final int @Nullable [] sums;

    WeightedDraw(Endpoint[] endpoints) {
        this.count = endpoints.length;
        this.sums = equal(endpoints) ? null : runningSums(endpoints);
    }

    static boolean equal(Endpoint[] endpoints) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.weight() != endpoints[0].weight()) {
                return false;
            }
        }
        return true;
    }

    private static int[] runningSums(Endpoint[] endpoints) {
        int[] sums = new int[endpoints.length];
        int sum = 0;
        for (int i = 0; i < endpoints.length; i++) {
            sum = Math.addExact(sum, endpoints[i].weight());
            sums[i] = sum;
        }
        return sums;
    }

    int next(RandomGenerator random) {
        if (sums == null) {
            return random.nextInt(count);
        }
        int point = random.nextInt(sums[sums.length - 1]);
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns a draw that is another one if all weights are equal, else perhaps the same. */
    int another(int first, RandomGenerator random) {
        if (sums != null) {
            return next(random);
        }
        int second = random.nextInt(count - 1);
        return second >= first ? second + 1 : second;
    }
}
