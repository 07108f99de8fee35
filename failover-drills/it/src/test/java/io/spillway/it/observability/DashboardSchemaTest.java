package io.spillway.it.observability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.spillway.it.docs.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Dashboards are what Grafana says that a dashboard is: {@code src/test/resources/grafana/README.md}. */
class DashboardSchemaTest {

    private static final Schema SCHEMA = schema();

    static Stream<String> files() throws IOException {
        return Dashboards.all().stream().map(Dashboards.Dashboard::file);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isADashboardOfGrafana(String file) throws IOException {
        assertThat(faults(text(file))).isEmpty();
    }

    @Test
    void findsAFieldThatGrafanaDoesNotKnowAndOneThatIsMissing() throws IOException {
        String good = text("overview.json");
        assertThat(faults(good.replaceFirst("\"refresh\"", "\"refreshed\""))).isNotEmpty();
        assertThat(faults(good.replaceFirst("\"schemaVersion\": \\d+,", ""))).isNotEmpty();
        assertThat(faults(good.replaceFirst("\"graphMode\": \"area\"", "\"graphMode\": \"hills\""))).isNotEmpty();
    }

    private static List<String> faults(String dashboard) {
        return SCHEMA.validate(dashboard, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Checkout.root().resolve(Dashboards.FOLDER).resolve(file));
    }

    private static Schema schema() {
        try (InputStream resource = Objects
                .requireNonNull(DashboardSchemaTest.class.getResourceAsStream("/grafana/dashboard.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(resource.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
