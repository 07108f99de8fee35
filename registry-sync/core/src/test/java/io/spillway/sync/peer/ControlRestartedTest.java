package io.spillway.sync.peer;

import java.time.Duration;
import java.util.Map;

import io.spillway.wire.v1.Batch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The own control plane dies, forgets, freezes, or is not ready yet: everything is told again. */
@Tag("slow")
class ControlRestartedTest extends SyncTest {

    @Test
    void everythingIsReportedAgainAlsoOfAPeerThatIsDeadMeanwhile() {
        peer.entry("idc-b", "orders", 5, 4);
        peer.entry("idc-b", "inventory", 6, 2);
        peer.shift("drgroup/core", 3);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).hasSize(2));
        await().until(() -> view().shifts() == 1); // it comes on its own
        peer.stop();
        await().until(() -> !view().link().connected());
        control.stop();
        await().until(() -> !all().control().connected());
        control.start();

        await().untilAsserted(
                () -> assertThat(control.imports("idc-b")).isEqualTo(Map.of("orders", 5L, "inventory", 6L)));
        assertThat(control.batches().getFirst()).satisfies(batch -> {
            assertThat(batch.getFull()).as("of a dead peer nothing can be said to be gone").isFalse();
            assertThat(batch.getShiftsCount()).isEqualTo(1);
        });
        await().until(() -> control.link("idc-b").getPeer().equals("idc-b") && !control.link("idc-b").getConnected());
    }

    @Test
    void aControlPlaneThatIsNotReadyIsAskedAgain() {
        peer.entry("idc-b", "orders", 5, 4);
        control.notReady(true);
        start();
        await().until(() -> control.hellos().size() >= 3);
        assertThat(all().control().connected()).isFalse();
        await().untilAsserted(() -> assertThat(all().control().lastError()).contains("not ready: loading"));
        assertThat(control.batches()).isEmpty();
        control.notReady(false);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("orders"));
    }

    @Test
    void aStreamThatIsTakenAndThenEndedIsRetriedLessAndLessOften() {
        peer.entry("idc-b", "orders", 5, 4);
        control.failing(true);
        start();
        await().until(() -> control.hellos().size() >= 3);
        await().during(Duration.ofSeconds(3)).until(() -> true);
        assertThat(control.hellos()).hasSizeLessThan(25);
        control.failing(false);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("orders"));
    }

    @Test
    void whileABatchIsNotAnsweredTheNewestStateOfEachNameWaits() {
        peer.entry("idc-b", "orders", 1, 4);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("orders", 1L));
        await().until(() -> view().waiting() == 0);
        control.keepAnswers();
        peer.entry("idc-b", "orders", 2, 4);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("orders", 2L));
        int before = control.batches().size();
        for (int revision = 3; revision <= 200; revision++) {
            peer.entry("idc-b", "orders", revision, 4);
        }
        await().until(() -> peer.sent().size() >= 200 && peer.allAnswered() && view().waiting() == 1);
        assertThat(control.batches()).hasSize(before);
        control.answerAll();

        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsEntry("orders", 200L));
        assertThat(control.batches().size() - before).isLessThan(20);
    }

    @Test
    void aReportThatIsNeverAnsweredEndsTheStreamAndIsToldAgain() {
        peer.entry("idc-b", "orders", 1, 4);
        control.keepAnswers();
        start();
        await().untilAsserted(() -> assertThat(all().control().lastError()).contains("is not answered"));
        await().until(() -> control.hellos().size() >= 2);
        control.answerAll();
        await().until(() -> control.batches().stream().filter(Batch::getFull).count() >= 2);
    }
}
