package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.google.protobuf.Any;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients hold that are told the same is kept once, until one of them is told something else. */
class HoldingsTest {

    private static final int MANY = Backlog.HEAVY + 10;

    private final Worlds worlds = new Worlds();
    private final Holdings one = new Holdings();
    private final Holdings other = new Holdings();

    @BeforeEach
    void bothAreToldTheSame() {
        worlds.joined();
        worlds.joined();
        List<Response.Item> all = new ArrayList<>();
        IntStream.range(0, MANY).forEach(i -> all.add(item("s-" + i, "1")));
        take(one, all);
        take(other, all);
    }

    @Test
    void whoIsToldTheSameHoldsTheSame() {
        take(one, List.of(item("s-3", "2"), item("s-4", null)));
        assertThat(other.version("s-3")).isEqualTo("1");
        assertThat(other.has("s-4")).isTrue();
        take(other, List.of(item("s-3", "2"), item("s-4", null)));
        assertThat(other.version("s-3")).isEqualTo("2");
        assertThat(other.has("s-4")).isFalse();
        assertThat(other.size()).isEqualTo(one.size()).isEqualTo(MANY - 1);
        assertThat(other.digest()).isEqualTo(one.digest());
    }

    @Test
    void whoIsToldTheSameByOtherStepsHoldsTheSame() {
        take(one, List.of(item("s-3", "2"), item("s-4", "2")));
        take(other, List.of(item("s-4", "2")));
        take(other, List.of(item("s-3", "2")));
        assertThat(worlds.get(one.digest(), MANY)).isNotNull();
        assertThat(other.digest()).isEqualTo(one.digest());
        assertThat(other.version("s-3")).isEqualTo("2");
    }

    @Test
    void whatOneForgetsOrHoldsAloneIsNotTheOthers() {
        one.forget("s-1");
        one.hold(version("s-2", "only one"));
        assertThat(other.has("s-1")).isTrue();
        assertThat(other.version("s-2")).isEqualTo("1");
        take(other, List.of(item("s-5", "2")));
        assertThat(one.version("s-5")).isEqualTo("1");
        assertThat(one.size()).isEqualTo(MANY - 1);
    }

    @Test
    void aWorldIsFoundByWhatIsInIt() {
        long before = one.digest();
        take(one, List.of(item("s-3", "2")));
        assertThat(worlds.get(before, MANY)).as("what the other still holds").isNotNull();
        assertThat(worlds.get(one.digest(), MANY - 1)).as("of another size").isNull();
        take(one, List.of(item("s-3", "1")));
        assertThat(one.digest()).isEqualTo(before);
    }

    private void take(Holdings holdings, List<Response.Item> items) {
        holdings.take(new Response(ResourceType.ENDPOINT, items, List.of()), worlds);
    }

    private static Response.Item item(String name, @Nullable String version) {
        return new Response.Item(name, version == null ? null : version(name, version), List.of());
    }

    private static Versioned version(String name, String version) {
        return new Versioned(name, version, Any.getDefaultInstance());
    }
}
