package io.spillway.gateway.route;

/**
 * The cluster that a request goes to.
 *
 * @param cluster the xDS cluster's name
 * @param reason why: {@code only}, {@code weight} or {@code sticky}
 */
public record ChosenGroup(String cluster, String reason) {}
