package io.spillway.gateway.proxy.http;

/**
 * How large a head may be.
 *
 * @param bytes start line, fields and line ends together, 256 or more
 * @param fields number of field lines, 1 or more
 */
public record HeadLimits(int bytes, int fields) {
    /** What most peers allow. */
    public static final HeadLimits DEFAULT = new HeadLimits(32 * 1024, 100);

    public HeadLimits {
        if (bytes < 256 || fields < 1) {
            throw new IllegalArgumentException(
                    "limits: " + bytes + " bytes, " + fields + " fields (expected: >= 256 bytes, >= 1 field)");
        }
    }
}
