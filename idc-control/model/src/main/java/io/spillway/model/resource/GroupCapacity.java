package io.spillway.model.resource;

/**
 * What is behind the gateways of an IDC for one Group.
 *
 * @param declared instances that are registered and not DRAINING
 * @param healthy of these, instances that are UP
 * @param declaredWeight sum of the weights of the declared
 * @param healthyWeight sum of the weights of the healthy
 * @param capacity requests per second that the declared carry when all are healthy; 0 when that, or {@code demand}, is not
 *        known
 * @param demand requests per second that the IDC's own users ask for
 */
public record GroupCapacity(String group, int declared, int healthy, int declaredWeight, int healthyWeight,
        int capacity, int demand) {

    /** Creates what stands behind gateways of which load is not known. */
    public GroupCapacity(String group, int declared, int healthy, int declaredWeight, int healthyWeight) {
        this(group, declared, healthy, declaredWeight, healthyWeight, 0, 0);
    }

    /** Returns requests per second that the healthy carry; 0 when it is not known, too. */
    public double healthyCapacity() {
        return declaredWeight == 0 ? 0 : (double) capacity * healthyWeight / declaredWeight;
    }
}
