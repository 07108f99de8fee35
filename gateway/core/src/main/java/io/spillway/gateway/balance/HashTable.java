package io.spillway.gateway.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** From a hash to the index of an endpoint. Immutable once made. */
interface HashTable {
    /** Returns the index for a hash. */
    int at(long hash);

    /**
     * Returns a ring (ketama; Envoy, {@code ring_hash_lb.cc}): each endpoint gets points in proportion to its weight, so many
     * that the one with the least weight gets a whole number of them, at least {@code minimum} and at most {@code maximum}
     * together.
     *
     * @param keys of the endpoints
     * @param weights of the endpoints, each above 0, sum 1
     */
    static HashTable ring(String[] keys, double[] weights, int minimum, int maximum) {
        double least = Arrays.stream(weights).min().orElse(1);
        double scale = Math.min(Math.ceil(least * minimum) / least, maximum);
        int size = (int) Math.ceil(scale);
        long[] entries = new long[size];
        long[] hashes = new long[size];
        int[] owners = new int[size];
        int points = 0;
        double target = 0;
        double current = 0;
        for (int i = 0; i < keys.length; i++) {
            target += scale * weights[i];
            for (int number = 0; current < target && points < size; number++) {
                hashes[points] = XxHash.of(keys[i] + '_' + number);
                owners[points] = i;
                points++;
                current++;
            }
        }
        Integer[] order = new Integer[points];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (one, other) -> Long.compareUnsigned(hashes[one], hashes[other]));
        int[] sorted = new int[points];
        for (int i = 0; i < points; i++) {
            entries[i] = hashes[order[i]];
            sorted[i] = owners[order[i]];
        }
        return new Ring(Arrays.copyOf(entries, points), sorted);
    }

    /**
     * Returns a Maglev table (Eisenbud et al., NSDI 2016, section 3.4; Envoy, {@code maglev_lb.cc}): the endpoints take turns
     * in filling it, each along its own permutation, less often the less weight they have.
     */
    static HashTable maglev(String[] keys, double[] weights, int size) {
        double most = Arrays.stream(weights).max().orElse(1);
        long[] offset = new long[keys.length];
        long[] skip = new long[keys.length];
        long[] next = new long[keys.length];
        double[] target = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i].getBytes(StandardCharsets.UTF_8);
            offset[i] = Long.remainderUnsigned(XxHash.of(key, 0), size);
            skip[i] = Long.remainderUnsigned(XxHash.of(key, 1), size - 1L) + 1;
        }
        int[] table = new int[size];
        Arrays.fill(table, -1);
        int filled = 0;
        for (int round = 1; filled < size; round++) {
            for (int i = 0; i < keys.length && filled < size; i++) {
                if (round * weights[i] < target[i]) {
                    continue;
                }
                target[i] += most;
                int at = permutation(offset[i], skip[i], next[i]++, size);
                while (table[at] >= 0) {
                    at = permutation(offset[i], skip[i], next[i]++, size);
                }
                table[at] = i;
                filled++;
            }
        }
        return new Maglev(table);
    }

    private static int permutation(long offset, long skip, long number, int size) {
        return (int) ((offset + skip * number) % size);
    }

    /** Points on a circle, each owned by an endpoint. */
    final class Ring implements HashTable {
        private final long[] points;
        private final int[] owners;

        private Ring(long[] points, int[] owners) {
            this.points = points;
            this.owners = owners;
        }

        int size() {
            return points.length;
        }

        @Override
        public int at(long hash) {
            int low = 0;
            int high = points.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Long.compareUnsigned(points[middle], hash) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return owners[low == points.length ? 0 : low];
        }
    }

    /** A table as long as a prime. */
    final class Maglev implements HashTable {
        private final int[] table;

        private Maglev(int[] table) {
            this.table = table;
        }

        @Override
        public int at(long hash) {
            return table[(int) Long.remainderUnsigned(hash, table.length)];
        }
    }
}
