package io.spillway.process.metrics;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Prometheus reads while rows come and go, and finds each once. */
class ShownRowsTest {

    private static final int SCRAPES = 2_000;

    @Test
    void rowsComeChangeAndGo() {
        try (Metrics metrics = Metrics.empty()) {
            ShownRows rows = new ShownRows(
                    MultiGauge.builder("doors").description("Doors").register(metrics.registry()));
            rows.show(Map.of(Tags.of("idc", "a"), 1L, Tags.of("idc", "b"), 2L));
            assertThat(metrics.scrape()).contains("doors{idc=\"a\"} 1.0", "doors{idc=\"b\"} 2.0");
            rows.show(Map.of(Tags.of("idc", "b"), 3L));
            assertThat(metrics.scrape()).contains("doors{idc=\"b\"} 3.0").doesNotContain("idc=\"a\"");
            rows.show(Map.of());
            assertThat(metrics.scrape()).doesNotContain("doors{");
            rows.show(Map.of(Tags.of("idc", "a"), 4L));
            assertThat(metrics.scrape()).contains("doors{idc=\"a\"} 4.0");
        }
    }

    /** The only row of a gauge stays while others read: with the gauge alone this fails within some hundred scrapes. */
    @Test
    void aRowThatStaysIsThereOnceInEveryScrape() throws InterruptedException {
        try (Metrics metrics = Metrics.empty()) {
            ShownRows rows = new ShownRows(
                    MultiGauge.builder("doors").description("Doors").register(metrics.registry()));
            rows.show(Map.of(Tags.of("idc", "a"), 1L));
            AtomicBoolean over = new AtomicBoolean();
            Thread owner = Thread.ofPlatform().start(() -> {
                for (long value = 1; !over.get(); value++) {
                    rows.show(Map.of(Tags.of("idc", "a"), value));
                }
            });
            for (int scrape = 0; scrape < SCRAPES; scrape++) {
                assertThat(metrics.scrape()).containsOnlyOnce("doors{idc=\"a\"}");
            }
            over.set(true);
            owner.join();
        }
    }
}
