package io.spillway.gateway.xds.world;

/** A resource that was not accepted, and why, in words that are cut where a hostile resource makes them long. */
public record Rejection(String name, String why) {

    private static final int LONGEST = 1_000;

    /** Cuts the reason. */
    public Rejection {
        if (why.length() > LONGEST) {
            why = why.substring(0, LONGEST) + "...";
        }
    }
}
