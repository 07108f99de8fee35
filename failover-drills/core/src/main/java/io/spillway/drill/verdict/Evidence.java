package io.spillway.drill.verdict;

/**
 * What was seen of a run beside its users and control planes.
 *
 * @param gateways
 *            what the gateways counted
 * @param otherCpuPercent
 *            the share of the machine's processors that programs used which are not of this run; negative when that is not
 *            known
 */
public record Evidence(GatewayCounts gateways, double otherCpuPercent) {

    /** Nothing was looked at. */
    public static final Evidence NONE = new Evidence(GatewayCounts.NONE, -1);
}
