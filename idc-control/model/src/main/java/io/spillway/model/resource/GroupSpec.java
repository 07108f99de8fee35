package io.spillway.model.resource;

/**
 * A Group of a Service: the smallest unit of release and of traffic routing.
 *
 * @param weight 0..10000, its part of the requests that no Route sends elsewhere
 */
public record GroupSpec(String name, int weight) {

    /** Name of the Group that a Service has when it names none. */
    public static final String DEFAULT = "default";
}
