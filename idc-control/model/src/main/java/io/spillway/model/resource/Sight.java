package io.spillway.model.resource;

/**
 * How another IDC looks from one place.
 *
 * @param reached gateways, or probes, that reach it
 * @param lost gateways, or probes, that know no way to it
 * @param link whether its control plane is heard
 */
public record Sight(int reached, int lost, Link link) {

    /** Whether the control plane of an IDC is heard by that of another one. */
    public enum Link {
        /** It never said a word that counts here. */
        UNKNOWN,
        /** Its newest word is fresh. */
        HEARD,
        /** It spoke, and is silent now. */
        CUT
    }
}
