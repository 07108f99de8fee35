package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.v1.Batch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfirmationsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final HeldRecord EMPTIED = held(11, orders(0, 0), List.of());
    private static final HeldRecord GONE = held(11, null, List.of());
    private static final HeldRecord LIST = held(11, null, List.of("a", "b"));

    private static ServiceEntrySpec orders(int declared, int healthy) {
        return new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                List.of(new GatewayAddress("gw", "127.0.0.1", 8001)),
                List.of(new GroupCapacity("default", declared, healthy, declared * 100, healthy * 100)));
    }

    private static HeldRecord held(int minutes, @Nullable ServiceEntrySpec said, List<String> removed) {
        Instant since = NOW.minus(Duration.ofHours(1));
        return new HeldRecord("guard", "detail", since, NOW.minus(Duration.ofMinutes(minutes)), said, removed);
    }

    private static List<String> confirmed(Batch.Builder batch, String service, HeldRecord hold,
            ServiceEntrySpec... said) {
        return Confirmations.of(batch.build(), List.of(said), Map.of(service, hold), NOW, TEN_MINUTES);
    }

    @Test
    void theOriginSaysItAgainWhenItIsAsked() {
        assertThat(confirmed(Batch.newBuilder().addConfirmed("orders"), "orders", EMPTIED, orders(0, 0)))
                .containsExactly("orders");
        assertThat(confirmed(Batch.newBuilder().addConfirmed("orders").addRemoved("orders"), "orders", GONE))
                .containsExactly("orders");
        assertThat(confirmed(Batch.newBuilder().addAllConfirmed(List.of("a", "b")).addAllRemoved(List.of("b", "a")),
                "", LIST)).containsExactly("");
    }

    @Test
    void thatItIsReportedOverAndOverIsNoConfirmation() {
        assertThat(confirmed(Batch.newBuilder(), "orders", EMPTIED, orders(0, 0))).isEmpty();
        assertThat(confirmed(Batch.newBuilder().addRemoved("orders"), "orders", GONE)).isEmpty();
        assertThat(confirmed(Batch.newBuilder().addConfirmed("other"), "orders", EMPTIED, orders(0, 0))).isEmpty();
    }

    @Test
    void aConfirmationThatComesTooEarlyDoesNotCount() {
        HeldRecord fresh = held(9, orders(0, 0), List.of());
        assertThat(confirmed(Batch.newBuilder().addConfirmed("orders"), "orders", fresh, orders(0, 0))).isEmpty();
        assertThat(Confirmations.asks("orders", fresh, NOW, TEN_MINUTES)).isEmpty();
        assertThat(Confirmations.asks("orders", EMPTIED, NOW, TEN_MINUTES)).containsExactly("orders");
        assertThat(Confirmations.asks("", LIST, NOW, TEN_MINUTES)).containsExactly("a", "b");
        assertThat(Confirmations.asks("orders", null, NOW, TEN_MINUTES)).isEmpty();
    }

    @Test
    void anOriginThatSaysSomethingElseNowConfirmsNothing() {
        assertThat(confirmed(Batch.newBuilder().addConfirmed("orders"), "orders", EMPTIED, orders(1, 1))).isEmpty();
        assertThat(confirmed(Batch.newBuilder().addConfirmed("orders"), "orders", GONE, orders(4, 4))).isEmpty();
        assertThat(confirmed(Batch.newBuilder().addAllConfirmed(List.of("a", "b")).addRemoved("b"), "", LIST))
                .isEmpty();
    }

    @Test
    void healthIsNotWhatIsConfirmed() {
        HeldRecord four = held(11, orders(4, 0), List.of());
        assertThat(confirmed(Batch.newBuilder().addConfirmed("orders"), "orders", four, orders(4, 3)))
                .containsExactly("orders");
    }
}
