package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ServiceEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.batch;
import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** A hold that stood for a set time ends when its origin, asked anew, says the same; and never because it is reported again. */
@Tag("slow")
class ConfirmedHoldTest {

    private static final Duration AFTER = Duration.ofMillis(300);
    /**
     * Longer than two reports one after the other take, also when somebody else has the processor; and less than the lease of 2 s,
     * after which a silent registry-sync leads no more, so that what it says then is not looked at.
     */
    private static final Duration LONG_AFTER = Duration.ofSeconds(1);

    @TempDir
    Path folder;
    private TestNode node;
    private SyncClient sync;
    private Duration after;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        confirmedAfter(AFTER);
    }

    private void confirmedAfter(Duration time) throws Exception {
        after = time;
        sync = new SyncClient(node, time);
        sync.all(entry("orders", 1, 10), entry("a", 1, 1), entry("b", 1, 1), entry("c", 1, 1));
    }

    @AfterEach
    void stop() {
        sync.close();
        node.close();
    }

    private List<HeldView> held() {
        return node.service().status().peers().stream().filter(peer -> peer.idc().equals("idc-b"))
                .flatMap(peer -> peer.held().stream()).toList();
    }

    private int declared() {
        return ((ServiceEntrySpec) node.service().get(Kind.SERVICE_ENTRY, "orders.idc-b").orElseThrow().spec())
                .groups().stream().mapToInt(GroupCapacity::declared).sum();
    }

    private void passes() {
        Instant begin = Instant.now();
        Awaitility.await().until(() -> Instant.now().isAfter(begin.plus(after)));
    }

    /** The registry-sync reports it as often as it likes: it waits, and after the set time the origin is to be asked. */
    private void isHeldAndAsked(ServiceEntry said) throws Exception {
        assertThat(sync.news(said).getHeldList()).singleElement()
                .satisfies(hold -> assertThat(hold.getAskList()).isEmpty());
        passes();
        ImportAnswer again = sync.news(said);
        assertThat(again.getHeldList()).singleElement()
                .satisfies(hold -> assertThat(hold.getAskList()).containsExactly("orders"));
        assertThat(sync.all(said, entry("a", 1, 1), entry("b", 1, 1), entry("c", 1, 1)).getHeldList())
                .extracting(Held::getAgain).containsExactly(true);
        assertThat(declared()).isEqualTo(10);
        assertThat(held()).hasSize(1);
    }

    @Test
    void anEmptiedServiceIsEmptyWhenItsOriginConfirmsIt() throws Exception {
        isHeldAndAsked(entry("orders", 2, 0));
        assertThat(sync.say(batch(entry("orders", 2, 0)).addConfirmed("orders")).getHeldList()).isEmpty();
        assertThat(declared()).isZero();
        assertThat(held()).isEmpty();
        assertThat(node.registry.range(RegistryKeys.HELD).entries()).isEmpty();
    }

    @Test
    void whatWasConfirmedWasMeantAndTheNextStepIsMeasuredFromThere() throws Exception {
        isHeldAndAsked(entry("orders", 2, 4));
        sync.say(batch(entry("orders", 2, 4)).addConfirmed("orders"));
        assertThat(declared()).isEqualTo(4);
        assertThat(sync.news(entry("orders", 3, 2)).getHeldList()).isEmpty();
        assertThat(declared()).isEqualTo(2);
    }

    @Test
    void anOriginThatSaysSomethingElseWhenItIsAskedConfirmsNothingAndTheTimeBeginsAnew() throws Exception {
        sync.close();
        confirmedAfter(LONG_AFTER);
        isHeldAndAsked(entry("orders", 2, 4));
        assertThat(sync.say(batch(entry("orders", 3, 1)).addConfirmed("orders")).getHeldList()).singleElement()
                .satisfies(hold -> assertThat(hold.getDetail()).isEqualTo("declared instances 10 -> 1"));
        assertThat(sync.say(batch(entry("orders", 3, 1)).addConfirmed("orders")).getHeldList()).singleElement()
                .satisfies(hold -> assertThat(hold.getAskList()).isEmpty());
        assertThat(declared()).isEqualTo(10);
    }

    @Test
    void servicesThatWentAtOnceAreGoneWhenTheirOriginConfirmsAllOfThem() throws Exception {
        sync.say(batch().addAllRemoved(List.of("a", "b", "c")));
        passes();
        assertThat(sync.news().getHeldList()).singleElement()
                .satisfies(hold -> assertThat(hold.getAskList()).containsExactly("a", "b", "c"));
        sync.say(batch().addAllRemoved(List.of("a", "b")).addAllConfirmed(List.of("a", "b")));
        assertThat(held()).extracting(HeldView::service).containsExactly("");
        sync.say(batch().addAllRemoved(List.of("a", "b", "c")).addAllConfirmed(List.of("a", "b", "c")));
        assertThat(held()).isEmpty();
        assertThat(node.registry.range(RegistryKeys.IMPORTS).entries()).hasSize(1);
    }
}
