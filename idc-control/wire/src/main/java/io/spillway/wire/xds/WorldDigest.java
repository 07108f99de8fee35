package io.spillway.wire.xds;

import java.util.HexFormat;

/**
 * What identifies a set of resources of one type by their names and versions: the exclusive or of one number for each, in whatever
 * order. Equal sets have equal digests on every node and after every restart, and a change costs one step however many there are.
 */
public final class WorldDigest {

    private WorldDigest() {}

    /** Returns the number of one resource. */
    public static long of(String name, String version) {
        String text = name + "\n" + version;
        long hash = 1_125_899_906_842_597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        hash *= 0x9E3779B97F4A7C15L;
        return hash ^ (hash >>> 29);
    }

    /** Returns a digest as responses carry it in {@code system_version_info}: 16 hex digits. */
    public static String text(long digest) {
        return HexFormat.of().toHexDigits(digest);
    }
}
