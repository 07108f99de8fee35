package io.spillway.gateway.route;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A part of all requests.
 *
 * @param perMillion 0..1000000
 */
public record Share(int perMillion) {
    private static final int ALL = 1_000_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when it is not 0..1000000
     */
    public Share {
        if (perMillion < 0 || perMillion > ALL) {
            throw new IllegalArgumentException("share: " + perMillion + " per million (expected: 0..1000000)");
        }
    }

    /** Returns whether one request belongs to the part. */
    public boolean draw(RandomGenerator random) {
        return perMillion >= ALL || (perMillion > 0 && random.nextInt(ALL) < perMillion);
    }

    /** Returns the share in percent, for people. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %%", perMillion % 10_000 == 0
                ? Integer.toString(perMillion / 10_000)
                : Double.toString(perMillion / 10_000.0));
    }
}
