package io.spillway.drill.classdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A launcher was killed in the middle of a lesson, and jars have changed: a quarter of a gigabyte each lies there for nothing. */
class LessonTest {

    @TempDir
    Path parent;

    @Test
    void whatNobodyNeedsAnyMoreGoes() throws IOException {
        String alive = "making-" + ProcessHandle.current().pid() + "-1";
        for (String name : List.of("0123456789abcdef", "fedcba9876543210", alive, "making-999999999999-2",
                "making-3")) {
            Files.writeString(Files.createDirectories(parent.resolve(name)).resolve("gateway.aot"), "classes");
        }

        Lesson.sweep(parent, new ClassData(parent.resolve("0123456789abcdef")));

        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("0123456789abcdef",
                    alive);
        }
    }
}
