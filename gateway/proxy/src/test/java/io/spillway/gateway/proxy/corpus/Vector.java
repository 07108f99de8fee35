package io.spillway.gateway.proxy.corpus;

/**
 * Octets, one character each.
 *
 * @param name the family and what is special
 * @param octets what is sent
 */
public record Vector(String name, String octets) {
    /** Returns the octets so that they can be read in a report. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(": ");
        for (int i = 0; i < Math.min(octets.length(), 300); i++) {
            char c = octets.charAt(i);
            text.append(c < 0x20 || c > 0x7e ? String.format("\\x%02x", (int) c) : String.valueOf(c));
        }
        return text.toString();
    }
}
