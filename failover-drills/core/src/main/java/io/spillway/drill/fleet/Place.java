package io.spillway.drill.fleet;

/**
 * What is in a network namespace of its own: an IDC, or the proxies between IDCs. Two cables lead to it. Users and other
 * places come by the one that it serves on, and that is the one that a fault breaks; its own processes, and the drill that
 * asks them how they are, use the other.
 *
 * @param name
 *            the IDC, or {@value FleetLayout#LINKS}
 * @param number
 *            from 1, its part of the addresses
 * @param space
 *            its namespace
 */
public record Place(String name, int number, Space space) {

    /** The end of the cable that it serves on, in its own namespace. */
    public static final String DEVICE = "served";

    /** Returns the other end of that cable, in the namespace of the drill. */
    public String port() {
        return DEVICE + "-" + number;
    }

    /** Returns the address at which users and other places reach it. */
    String served() {
        return "127.20." + number + ".2";
    }

    /** Returns the address for its own processes and for the drill. */
    String own() {
        return "127.21." + number + ".2";
    }
}
