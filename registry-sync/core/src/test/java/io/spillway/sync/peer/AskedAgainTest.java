package io.spillway.sync.peer;

import java.time.Duration;
import java.util.List;

import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ServiceEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The own control plane holds an update for long and wants to know whether the peer still says so: it is asked anew. */
@Tag("slow")
class AskedAgainTest extends SyncTest {

    private static ImportAnswer.Builder asking(Batch batch, String... services) {
        return batch.getConfirmedCount() > 0
                ? ImportAnswer.newBuilder()
                : ImportAnswer.newBuilder().addHeld(Held.newBuilder().setPeer("idc-b").setService(services[0])
                        .setGuard("empties_service").addAllAsk(List.of(services)));
    }

    private Batch confirmed() {
        return control.batches().stream().filter(batch -> batch.getConfirmedCount() > 0).findFirst()
                .orElse(Batch.getDefaultInstance());
    }

    @Test
    void whatThePeerThenSaysIsToldAsConfirmedAlthoughItWasTold() {
        peer.entry("idc-b", "orders", 5, 0);
        peer.entry("idc-b", "inventory", 6, 2);
        control.answerWith(batch -> asking(batch, "orders"));
        start();
        await().until(() -> confirmed().getConfirmedCount() > 0);
        assertThat(peer.asked()).containsExactly("orders");
        assertThat(confirmed().getConfirmedList()).containsExactly("orders");
        assertThat(confirmed().getEntriesList()).extracting(ServiceEntry::getService).contains("orders");
    }

    @Test
    void aConfirmationThatIsNotTakenIsNotAskedForAsFastAsTheLineAnswers() {
        peer.entry("idc-b", "orders", 5, 0);
        control.answerWith(
                _ -> ImportAnswer.newBuilder().addHeld(Held.newBuilder().setPeer("idc-b").setService("orders")
                        .setGuard("empties_service").addAsk("orders")));
        start();
        await().until(() -> confirmed().getConfirmedCount() > 0);
        await().during(Duration.ofMillis(500)).until(() -> peer.asked().size() <= 2);
        await().until(() -> peer.asked().size() > 1);
    }

    @Test
    void thatThePeerHasNoSuchServiceIsAnAnswerToo() {
        peer.entry("idc-b", "inventory", 6, 2);
        control.answerWith(batch -> asking(batch, "orders"));
        start();
        await().until(() -> confirmed().getConfirmedCount() > 0);
        assertThat(confirmed().getConfirmedList()).containsExactly("orders");
        assertThat(confirmed().getRemovedList()).containsExactly("orders");
    }

    @Test
    void aPeerThatDoesNotAnswerConfirmsNothing() {
        peer.entry("idc-b", "orders", 5, 0);
        start();
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("orders"));
        peer.stop();
        await().until(() -> !view().link().connected());
        control.answerWith(batch -> asking(batch, "orders"));
        int before = control.batches().size();
        control.stop();
        await().until(() -> !all().control().connected());
        control.start();
        await().until(() -> control.batches().stream().anyMatch(batch -> batch.getEntriesCount() > 0));
        assertThat(before).isPositive();
        assertThat(peer.asked()).isEmpty();
        assertThat(control.batches()).allMatch(batch -> batch.getConfirmedCount() == 0);
    }

    @Test
    void aQuestionThatIsNotAnsweredConfirmsNothing() {
        peer.entry("idc-b", "orders", 5, 0);
        peer.doesNotAnswer();
        control.answerWith(batch -> asking(batch, "orders"));
        start();
        await().until(() -> !peer.asked().isEmpty());
        peer.entry("idc-b", "inventory", 6, 2);
        await().untilAsserted(() -> assertThat(control.imports("idc-b")).containsKey("inventory"));
        assertThat(control.batches()).allMatch(batch -> batch.getConfirmedCount() == 0);
    }
}
