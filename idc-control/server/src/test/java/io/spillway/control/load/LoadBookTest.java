package io.spillway.control.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.spillway.control.service.LoadReport.Rates;
import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.LoadReport.ServiceLoad;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What stands in the book while data planes come, report, fall silent and go. The clock is a number. */
class LoadBookTest {

    private static final long SECOND = 1_000_000_000L;
    private static final LoadKey HOME = new LoadKey("orders", "default", "orders/default", "", "idc-a", "primary-a", 0);
    private static final LoadKey ABROAD = new LoadKey("orders", "default", "orders/default", "", "idc-b", "", 1);

    private final LoadBook book = new LoadBook(LoadSettings.DEFAULTS.withEvery(Duration.ofSeconds(2)));

    private static Interval counted(Map<LoadKey, Counts> counts) {
        return new Interval(2, counts, Map.of(), Map.of(), Map.of());
    }

    private static Counts requests(long issued, long inFlight) {
        return new Counts(issued, issued, 0, inFlight);
    }

    private LoadFold fold(long now) {
        LoadFold fold = new LoadFold(nanos -> Instant.EPOCH.plusNanos(nanos));
        book.counting(now).forEach(fold::add);
        return fold;
    }

    private Rates orders(long now) {
        return fold(now).services().stream().map(ServiceLoad::rates).reduce(Rates.NONE, Rates::and);
    }

    @Test
    void theRateIsRightFromTheFirstReportAndForgetsOldOnes() {
        book.open(1, "gw-1", "gateway", 0);
        assertThat(fold(0).reporters()).isEmpty();
        book.take(1, counted(Map.of(HOME, requests(200, 5))), 2 * SECOND);
        assertThat(orders(2 * SECOND)).isEqualTo(new Rates(100, 100, 0, 5));
        for (int i = 2; i <= 4; i++) {
            book.take(1, counted(Map.of(HOME, requests(20, 1))), 2L * i * SECOND);
        }
        assertThat(orders(8 * SECOND)).isEqualTo(new Rates(10, 10, 0, 1));
    }

    @Test
    void whatAReportDoesNotNameIsIdle() {
        book.open(1, "gw-1", "gateway", 0);
        book.take(1, counted(Map.of(HOME, requests(200, 5), ABROAD, requests(20, 2))), 2 * SECOND);
        book.take(1, counted(Map.of(HOME, requests(200, 4))), 4 * SECOND);
        assertThat(fold(4 * SECOND).services().getFirst().targets()).satisfiesExactly(
                home -> assertThat(home.rates()).isEqualTo(new Rates(100, 100, 0, 4)),
                abroad -> assertThat(abroad.rates()).isEqualTo(new Rates(5, 5, 0, 0)));
        book.take(1, counted(Map.of()), 6 * SECOND);
        book.take(1, counted(Map.of()), 8 * SECOND);
        book.take(1, counted(Map.of()), 10 * SECOND);
        assertThat(fold(10 * SECOND).services()).isEmpty();
        assertThat(fold(10 * SECOND).reporters()).hasSize(1);
    }

    @Test
    void severalNodesAddUp() {
        for (long node = 1; node <= 3; node++) {
            book.open(node, "gw-" + node, "gateway", 0);
            book.take(node, new Interval(2, Map.of(HOME, requests(20 * node, node)),
                    Map.of(new DropKey("orders", "orders/default", "max_requests"), 4.0), Map.of(), Map.of()),
                    node * SECOND);
        }
        ServiceLoad orders = fold(3 * SECOND).services().getFirst();
        assertThat(orders.rates()).isEqualTo(new Rates(60, 60, 0, 6));
        assertThat(orders.drops()).isEqualTo(Map.of("max_requests", 6.0));
        assertThat(orders.nodes()).isEqualTo(3);
        assertThat(orders.heardAt()).isEqualTo(Instant.EPOCH.plusSeconds(3));
        assertThat(orders.targets().getFirst().localities()).singleElement().satisfies(place -> {
            assertThat(place.deployment()).isEqualTo("primary-a");
            assertThat(place.nodes()).isEqualTo(3);
        });
    }

    @Test
    void aNodeThatFallsSilentAgesOut() {
        book.open(1, "gw-1", "gateway", 0);
        book.take(1, counted(Map.of(HOME, requests(20, 1))), 2 * SECOND);
        assertThat(orders(8 * SECOND).requests()).isEqualTo(10);
        assertThat(orders(8 * SECOND + 1)).isEqualTo(Rates.NONE);
        assertThat(fold(8 * SECOND + 1).reporters()).isEmpty();
        book.take(1, counted(Map.of(HOME, requests(40, 1))), 20 * SECOND);
        assertThat(orders(20 * SECOND).requests()).as("it is back, and only that counts").isEqualTo(20);
    }

    @Test
    void aNodeThatRestartsCountsOnce() {
        book.open(1, "gw-1", "gateway", 0);
        book.take(1, counted(Map.of(HOME, requests(20, 7))), 2 * SECOND);
        book.end(1);
        assertThat(orders(2 * SECOND)).as("what was in flight went with it").isEqualTo(new Rates(10, 10, 0, 0));
        book.open(2, "gw-1", "gateway", 3 * SECOND);
        assertThat(orders(3 * SECOND)).as("until it reports").isEqualTo(new Rates(10, 10, 0, 0));
        book.take(2, counted(Map.of(HOME, requests(40, 1))), 5 * SECOND);
        assertThat(orders(5 * SECOND)).isEqualTo(new Rates(20, 20, 0, 1));
        assertThat(fold(5 * SECOND).reporters())
                .containsExactly(new ReporterView("gw-1", "gateway", Instant.EPOCH.plusSeconds(5)));
    }

    @Test
    void theOldestStreamOfANodeGivesWay() {
        assertThat(book.open(1, "gw-1", "gateway", 0)).isNull();
        assertThat(book.open(2, "gw-1", "gateway", 0)).isNull();
        assertThat(book.open(3, "gw-2", "gateway", 0)).isNull();
        assertThat(book.open(4, "gw-1", "gateway", 0)).isEqualTo(1L);
        book.end(1);
        assertThat(book.open(5, "gw-1", "gateway", 0)).isEqualTo(2L);
    }

    /** Random histories of reports at a steady rate: whatever comes and goes, each node counts for what it does, once. */
    @Test
    void theSumIsWhatTheLivingNodesDo() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LoadBook history = new LoadBook(LoadSettings.DEFAULTS.withEvery(Duration.ofSeconds(2)));
            long stream = 0;
            long now = 0;
            List<Long> open = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                now += 2 * SECOND;
                int node = random.nextInt(6);
                if (open.size() > node && random.nextBoolean()) {
                    history.end(open.get(node));
                    stream++;
                    history.open(stream, "gw-" + node, "gateway", now);
                    open.set(node, stream);
                } else if (open.size() < 6) {
                    stream++;
                    history.open(stream, "gw-" + open.size(), "gateway", now);
                    open.add(stream);
                }
                for (int i = 0; i < open.size(); i++) {
                    history.take(open.get(i), counted(Map.of(HOME, requests(2L * (i + 1), 1))), now);
                }
                LoadFold fold = new LoadFold(nanos -> Instant.EPOCH.plusNanos(nanos));
                history.counting(now).forEach(fold::add);
                int n = open.size();
                Rates all = fold.services().getFirst().rates();
                assertThat(all.requests()).as("seed %d", seed).isCloseTo(n * (n + 1) / 2.0, within(1e-9));
                assertThat(all.inFlight()).as("seed %d", seed).isEqualTo(n);
            }
        }
    }
}
