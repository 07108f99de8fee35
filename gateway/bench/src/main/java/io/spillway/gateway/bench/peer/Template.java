package io.spillway.gateway.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configuration files of this module with {@code @name@} where a value of the run belongs. */
final class Template {
    private Template() {}

    /** Writes the file of that name to the folder with the values filled in, and returns it. */
    static Path write(String name, Path folder, Map<String, String> values) {
        try (InputStream source = Template.class.getResourceAsStream(name)) {
            if (source == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return Files.writeString(Files.createDirectories(folder).resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(name) + " cannot be written", e);
        }
    }
}
