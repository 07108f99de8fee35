package io.spillway.control.nodes;

/**
 * The weights of rendezvous hashing. They must be equal in every process and version, for nodes of two versions share work
 * while one is replaced by the other: never change a number here. Pure.
 */
final class Rendezvous {

    /** 2^64 divided by the golden ratio, odd: successive multiples are spread evenly (Knuth, TAOCP 3, section 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Rendezvous() {}

    /** Returns 64 well-mixed bits of a text. */
    static long hash(String text) {
        long hash = GOLDEN ^ text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash ^ text.charAt(i)) + GOLDEN;
        }
        return mix(hash);
    }

    /** Returns the index of the seed that gives the key the greatest weight, the first of equal ones; -1: no seed. */
    static int choose(long[] seeds, long key) {
        int chosen = -1;
        long greatest = 0;
        for (int i = 0; i < seeds.length; i++) {
            long weight = mix(key ^ seeds[i]);
            if (chosen < 0 || Long.compareUnsigned(weight, greatest) > 0) {
                chosen = i;
                greatest = weight;
            }
        }
        return chosen;
    }

    /** A bijection in which each input bit changes each output bit half the time (Stafford's variant 13, as SplitMix64). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
