package io.spillway.it.harness;

import io.spillway.drill.fleet.RegistryChoice;

/**
 * What a test wants to run on. Tests with the same shape share the processes, so each leaves them as it found them.
 *
 * @param name
 *            of the run folder
 * @param controlsA
 *            how many control nodes idc-a has; with two the line between the second and its etcd can be silenced
 * @param gatewaysA
 *            how many gateways idc-a has
 * @param gatewaysB
 *            how many gateways idc-b has; 0: there is no idc-b
 * @param registry
 *            of each IDC
 * @param linked
 *            whether everything between the IDCs goes through Toxiproxy
 */
public record FleetShape(String name, int controlsA, int gatewaysA, int gatewaysB, RegistryChoice registry,
        boolean linked) {

    /** Two IDCs, the second with two gateways, each with its registry on its own disk. */
    public static final FleetShape PLAIN = new FleetShape("plain", 1, 1, 2, RegistryChoice.EMBEDDED, false);

    /** Two IDCs with one gateway each, whose links can be hurt. */
    public static final FleetShape LINKED = new FleetShape("linked", 1, 1, 1, RegistryChoice.EMBEDDED, true);

    /** One IDC on an etcd. */
    public static final FleetShape ETCD = new FleetShape("etcd", 1, 1, 0, RegistryChoice.ETCD, false);

    /** Two IDCs on etcds of their own with one gateway each, the first with two control nodes. */
    public static final FleetShape PAIRED = new FleetShape("paired", 2, 1, 1, RegistryChoice.ETCD, false);
}
