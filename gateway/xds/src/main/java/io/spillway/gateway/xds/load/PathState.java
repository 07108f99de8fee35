package io.spillway.gateway.xds.load;

/**
 * What a gateway knows of its ways to another IDC.
 *
 * @param idc the IDC
 * @param ways gateways there
 * @param usable of these, those that answered of late
 * @param unknown of these, those that nobody has tried yet
 */
public record PathState(String idc, int ways, int usable, int unknown) {

    /** Returns whether it is known that no way leads there. */
    boolean lost() {
        return usable == 0 && unknown == 0;
    }
}
