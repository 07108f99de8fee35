package io.spillway.drill.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** The published schema, as it lies in the jar. */
final class ReportSchema {

    private static final Schema SCHEMA = read();

    private ReportSchema() {}

    /** Returns what is wrong with the report of a folder. */
    static List<String> faults(Path folder) throws IOException {
        return faults(Files.readString(folder.resolve("report.json")));
    }

    static List<String> faults(String report) {
        return SCHEMA.validate(report, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static Schema read() {
        try (InputStream resource = Objects
                .requireNonNull(ReportFolder.class.getResourceAsStream("report.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(resource.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
