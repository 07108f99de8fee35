package io.spillway.gateway.proxy.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where programs are that tests tagged {@code real} run. */
public final class Tools {
    private Tools() {}

    /** Returns the path of a program that {@code tools/provision} installed. */
    public static String path(String program) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path found = folder.resolve(".tools/bin/" + program);
            if (Files.isExecutable(found)) {
                return found.toString();
            }
        }
        throw new IllegalStateException(program + " is missing: run tools/provision");
    }
}
