package io.spillway.control.ads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.DeliveryReport.RevisionView;
import io.spillway.control.service.DeliveryReport.StragglerView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionDeliveryTest {

    private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");
    private static final long MILLI = 1_000_000;

    private final PushLog log = new PushLog(3);
    private final RevisionDelivery delivery = log.open(new Push.Cause(7, 0, AT));
    private final List<RevisionDelivery.Reached> reached = new ArrayList<>();

    private Due owing(String node) {
        Due due = new Due(delivery, node, AT, true);
        delivery.expect(due);
        return due;
    }

    private void acked(Due due, long millis) {
        reached.addAll(delivery.ended(due, PushState.ACKED, millis * MILLI, null));
    }

    private void looked(int streams) {
        delivery.handed(streams);
        for (int i = 0; i < streams; i++) {
            reached.addAll(delivery.looked());
        }
    }

    @Test
    void timesAreThoseOfTheClientThatCompletesAShare() {
        List<Due> owed = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            owed.add(owing("gw-" + i));
        }
        looked(200);
        for (int i = 200; i >= 1; i--) {
            acked(owed.get(i - 1), 201 - i);
        }
        RevisionView view = delivery.view();
        assertThat(Arrays.asList(view.p50(), view.p95(), view.p99(), view.p100())).containsExactly(100.0, 190.0,
                198.0, 200.0);
        assertThat(view.ratio()).isEqualTo(1.0);
        assertThat(reached).containsExactly(new RevisionDelivery.Reached(7, 50, 100 * MILLI, 200),
                new RevisionDelivery.Reached(7, 95, 190 * MILLI, 200),
                new RevisionDelivery.Reached(7, 99, 198 * MILLI, 200),
                new RevisionDelivery.Reached(7, 100, 200 * MILLI, 200));
    }

    @Test
    void noShareIsToldBeforeEveryStreamHasLooked() {
        delivery.handed(2);
        Due first = owing("gw-1");
        reached.addAll(delivery.looked());
        acked(first, 3);
        assertThat(reached).isEmpty();
        assertThat(delivery.view().complete()).isFalse();
        reached.addAll(delivery.looked());
        assertThat(reached).extracting(RevisionDelivery.Reached::percent).containsExactly(50, 95, 99, 100);
        assertThat(delivery.view().complete()).isTrue();
    }

    @Test
    void aClientHasItWhenItHasAnsweredForEveryType() {
        Due due = owing("gw-1");
        delivery.expect(due);
        looked(1);
        acked(due, 2);
        assertThat(delivery.view().pendingAt()).containsExactly("gw-1");
        assertThat(delivery.view().p50()).isNull();
        acked(due, 9);
        assertThat(delivery.view().p100()).isEqualTo(9.0);
    }

    @Test
    void whoWentAwayIsNotOfTheFleetAndWhoRefusedIs() {
        Due gone = owing("gw-1");
        Due refusing = owing("gw-2");
        acked(owing("gw-3"), 4);
        looked(3);
        delivery.ended(gone, PushState.GONE, MILLI, "cancelled");
        delivery.ended(refusing, PushState.NACKED, MILLI, "no such cluster");
        RevisionView view = delivery.view();
        assertThat(view.clients()).isEqualTo(2);
        assertThat(view.gone()).isEqualTo(1);
        assertThat(view.refusedBy()).containsExactly("gw-2: no such cluster");
        assertThat(view.ratio()).isEqualTo(0.5);
        assertThat(view.p100()).isNull();
    }

    @Test
    void whatAFailedStreamOwedIsClosedAndCompletesTheShares() {
        Due kept = owing("gw-1");
        owing("gw-2");
        delivery.expect(new Due(delivery, "gw-2", AT.plusMillis(1), true));
        looked(3);
        acked(kept, 4);
        reached.addAll(log.abandoned("gw-2", AT));
        assertThat(delivery.view().gone()).isEqualTo(1);
        assertThat(delivery.view().pendingAt()).as("its other stream").containsExactly("gw-2");
        assertThat(reached).extracting(RevisionDelivery.Reached::percent).containsExactly(50);
        reached.addAll(log.abandoned("gw-2", AT.plusMillis(1)));
        assertThat(reached).extracting(RevisionDelivery.Reached::percent).containsExactly(50, 95, 99, 100);
    }

    @Test
    void aChangeOfNothingIsDeliveredAtOnce() {
        looked(4);
        assertThat(delivery.view().ratio()).isEqualTo(1.0);
        assertThat(reached).isEmpty();
    }

    @Test
    void stragglersAreNamedWithTheOldestThatTheyOwe() {
        owing("gw-1");
        RevisionDelivery later = log.open(new Push.Cause(9, 2_000 * MILLI, AT));
        later.expect(new Due(later, "gw-1", AT, true));
        later.expect(new Due(later, "gw-2", AT, true));
        assertThat(log.stragglers(4_000 * MILLI, Duration.ofSeconds(5))).isEmpty();
        assertThat(log.stragglers(8_000 * MILLI, Duration.ofSeconds(5))).containsExactly(
                new StragglerView("gw-1", 7, 8_000, 2), new StragglerView("gw-2", 9, 6_000, 1));
    }

    @Test
    void onlyTheNewestRevisionsAreRemembered() {
        for (int revision = 8; revision < 12; revision++) {
            log.open(new Push.Cause(revision, 0, AT));
        }
        assertThat(log.revisionsAfter(0)).extracting(RevisionView::revision).containsExactly(9L, 10L, 11L);
        assertThat(log.open(new Push.Cause(11, 5, AT)).cause().receivedNanos()).isZero();
        assertThat(log.forgotten()).isEqualTo(8);
    }

    @Test
    void whatWasBeforeTheStartIsForgotten() {
        log.loaded(6);
        assertThat(log.forgotten()).isEqualTo(6);
        assertThat(log.revisionsAfter(0)).extracting(RevisionView::revision).containsExactly(7L);
    }
}
