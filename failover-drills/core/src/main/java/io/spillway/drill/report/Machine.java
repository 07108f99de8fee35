package io.spillway.drill.report;

/**
 * Where a run took place.
 *
 * @param cores
 *            processors
 * @param jdk
 *            version of Java
 * @param kernel
 *            name and version
 */
public record Machine(int cores, String jdk, String kernel) {

    /** Returns this machine. */
    public static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }
}
