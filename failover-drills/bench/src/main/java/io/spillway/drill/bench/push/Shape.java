package io.spillway.drill.bench.push;

/**
 * How large it is: so many clients of a server that holds so many Services.
 *
 * @param clients 1 or more
 * @param services 1 or more
 */
public record Shape(int clients, int services) {
    /** What the machine's memory bears: names held by all clients together. */
    private static final long MOST_NAMES = 5_000_000;

    public Shape {
        if (clients < 1 || services < 1) {
            throw new IllegalArgumentException(
                    "clients " + clients + ", services " + services + " (expected: 1 or more of both)");
        }
    }

    /** Tells whether that many clients can hold that many names: 5,000 clients only 500 Services, for instance. */
    public boolean fits() {
        return (long) clients * services <= MOST_NAMES;
    }

    /** Returns the words of it, as in {@code 1000x5000}. */
    public String word() {
        return clients + "x" + services;
    }
}
