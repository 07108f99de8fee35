package io.spillway.drill.churn;

/** One change of one workload. */
public sealed interface Change {

    /** Returns the workload. */
    String workload();

    /**
     * It is there with these properties.
     *
     * @param service
     *            that it is an instance of
     * @param port
     *            where it listens, at least as it says
     * @param weight
     *            among the instances of its service
     */
    record Put(String workload, String service, int port, int weight) implements Change {}

    /** It is not there. */
    record Remove(String workload) implements Change {}
}
