package io.spillway.drill.churn;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.drill.churn.ChurnSpec.Kind;
import io.spillway.drill.churn.ScriptedNode.Mood;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class ChurnWriterTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final Map<String, String> stored = ScriptedNode.store();
    private final AtomicInteger revision = new AtomicInteger();
    private ScriptedNode one;
    private ScriptedNode other;

    @BeforeEach
    void start() throws Exception {
        one = new ScriptedNode(stored, revision);
        other = new ScriptedNode(stored, revision);
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    private ChurnWriter writer() {
        ChurnSpec spec = new ChurnSpec(3, 2, 100, List.of(Kind.values()), 1);
        return new ChurnWriter(spec, "idc-a-primary", new Nodes(List.of(one.address(), other.address())),
                Ticker.system());
    }

    @Test
    void writesAtTheRateThatIsWanted() throws Exception {
        try (ChurnWriter writer = writer()) {
            writer.populate();
            assertThat(stored).hasSize(6);
            writer.start(SHORT);
            assertThat(writer.awaitDone(LONG)).isTrue();
            writer.compare();
            assertThat(writer.result()).satisfies(result -> {
                assertThat(result.due()).isEqualTo(50);
                assertThat(result.written()).isEqualTo(50);
                assertThat(result.again()).isZero();
                assertThat(result.revision()).isEqualTo(revision.get());
                assertThat(result.different()).isZero();
                assertThat(result.problems()).isEmpty();
            });
            assertThat(one.writes).hasPositiveValue();
            assertThat(other.writes).hasPositiveValue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DOES_AND_DIES", "DIES", "NOT_READY"})
    void goesOnAtTheOtherNode(Mood mood) throws Exception {
        try (ChurnWriter writer = writer()) {
            writer.populate();
            one.mood = mood;
            writer.start(SHORT);
            assertThat(writer.awaitDone(LONG)).isTrue();
            writer.compare();
            assertThat(writer.result()).satisfies(result -> {
                assertThat(result.written()).isEqualTo(50);
                assertThat(result.again()).isPositive();
                assertThat(result.settled() > 0).isEqualTo(mood == Mood.DOES_AND_DIES);
                assertThat(result.compared()).isTrue();
                assertThat(result.different()).isZero();
            });
            assertThat(other.writes).hasValueGreaterThanOrEqualTo(30);
        }
    }

    @Test
    void noticesWhatIsStoredOtherwise() throws Exception {
        try (ChurnWriter writer = writer()) {
            writer.populate();
            writer.start(Duration.ofMillis(50));
            assertThat(writer.awaitDone(LONG)).isTrue();
            stored.remove(stored.keySet().iterator().next());
            writer.compare();
            assertThat(writer.result().different()).isOne();
            assertThat(writer.result().problems()).singleElement().asString().startsWith("stored is null (expected: ");
        }
    }

    @Test
    void saysThatTheyDoNotTakeIt() throws Exception {
        try (ChurnWriter writer = writer()) {
            one.mood = Mood.REFUSES;
            assertThatThrownBy(writer::populate).hasMessageContaining("answered 422: {}");
        }
    }
}
