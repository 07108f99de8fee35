package io.spillway.drill.bench.push;

/**
 * How large it is: so many clients of a server that holds so many Services.
 *
 * @param clients 1 or more
 * @param services 1 or more
 * @param workloads 1 or more
 */
public record Shape(int clients, int services, int workloads) {
    private static final int USUAL_ENDPOINTS = 2;
    /** What the machine's memory bears: names held by all clients together. */
    private static final long MOST_NAMES = 5_000_000;

    public Shape {
        if (clients < 1 || services < 1 || workloads < 1) {
            throw new IllegalArgumentException("clients " + clients + ", services " + services + ", workloads "
                    + workloads + " (expected: 1 or more of each)");
        }
    }

    /** Creates one whose Services have two endpoints each. */
    public Shape(int clients, int services) {
        this(clients, services, USUAL_ENDPOINTS * services);
    }

    /** Returns what a server of this size holds. */
    public Population population() {
        return new Population(services, workloads);
    }

    /** Tells whether that many clients can hold that many names: 5,000 clients only 500 Services, for instance. */
    public boolean fits() {
        return (long) clients * services <= MOST_NAMES;
    }

    /** Returns the words of it, as in {@code 1000x5000}; with the workloads where these are not two for each Service. */
    public String word() {
        String word = clients + "x" + services;
        return workloads == USUAL_ENDPOINTS * services ? word : word + "x" + workloads;
    }
}
