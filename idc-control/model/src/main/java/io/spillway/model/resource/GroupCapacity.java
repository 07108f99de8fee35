package io.spillway.model.resource;

/**
 * What is behind the gateways of an IDC for one Group.
 *
 * @param declared instances that are registered and not DRAINING
 * @param healthy of these, instances that are UP
 * @param declaredWeight sum of the weights of the declared
 * @param healthyWeight sum of the weights of the healthy
 */
public record GroupCapacity(String group, int declared, int healthy, int declaredWeight, int healthyWeight) {}
