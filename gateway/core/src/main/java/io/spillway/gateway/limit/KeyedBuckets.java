package io.spillway.gateway.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One token bucket per key, for a bounded number of keys. The key that was asked for longest ago is forgotten first, which
 * gives it a full bucket when it comes back: with fewer busy keys than places nothing is given away, because a bucket that
 * has filled up says nothing. Safe for all threads; keys are spread over stripes, each behind a lock that is held for a few
 * map operations and never while anything is waited for.
 */
public final class KeyedBuckets {
    private static final int STRIPES = 16;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /**
     * Creates buckets for at most so many keys.
     *
     * @param maxKeys at least 1; rounded up to a multiple of 16
     */
    public KeyedBuckets(int maxKeys) {
        int each = Math.max(1, (maxKeys + STRIPES - 1) / STRIPES);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(each);
        }
    }

    /** Takes a token of the key's bucket; see {@link TokenBucket#take}. */
    public long take(String key, RatePolicy rate, long now) {
        int hash = key.hashCode();
        return stripes[(hash ^ hash >>> 16) & STRIPES - 1].take(key, rate, now);
    }

    /** Returns how many keys are remembered. */
    public int size() {
        int size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.count();
        }
        return size;
    }

    private static final class Stripe extends LinkedHashMap<String, TokenBucket> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Stripe(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > most;
        }

        synchronized long take(String key, RatePolicy rate, long now) {
            TokenBucket bucket = get(key);
            if (bucket == null) {
                bucket = new TokenBucket(now);
                put(key, bucket);
            }
            return bucket.take(rate, 0, now);
        }

        synchronized int count() {
            return size();
        }
    }
}
