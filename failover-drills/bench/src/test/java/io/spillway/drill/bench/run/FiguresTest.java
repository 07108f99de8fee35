package io.spillway.drill.bench.run;

import java.util.Map;

import io.spillway.drill.bench.load.Lateness;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Window;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTest {
    private static final long SECOND = 1_000_000;
    private final RequestLog log = new RequestLog();

    @Test
    void painEndsWithTheLastSlowAnswerAndHomeBeginsWithTheFirstOneThatStays() {
        for (int ms = 0; ms < 5000; ms++) {
            boolean broken = ms >= 1000 && ms < 1300;
            boolean away = ms >= 1000 && ms < 2500;
            ask(ms, broken ? 150 : 3, away ? "b1" : "a1", true);
        }
        Figures figures = Figures.of(log, new Window(SECOND, 5 * SECOND), 0, 0, Lateness.NONE);
        assertThat(figures.failed()).isZero();
        assertThat(figures.slow()).isEqualTo(300);
        assertThat(figures.painEndsMs()).isBetween(290.0, 300.0);
        assertThat(figures.homeMs()).isBetween(1490.0, 1500.0);
        assertThat(figures.sent()).isEqualTo(4000);
        assertThat(figures.badAt()).containsExactly(Map.entry(0, 100), Map.entry(1, 100), Map.entry(2, 100));
    }

    @Test
    void failuresOnTheWayToTheWindowCountAndThoseBeforeItDoNot() {
        ask(100, 3, "", false);
        ask(900, 3, "", false);
        for (int ms = 1000; ms < 3000; ms++) {
            ask(ms, 3, "a2", true);
        }
        Figures figures = Figures.of(log, new Window(SECOND, 3 * SECOND), SECOND / 2, 0, Lateness.NONE);
        assertThat(figures.failed()).isEqualTo(1);
        assertThat(figures.sent()).isEqualTo(2000);
        assertThat(figures.shares()).containsOnlyKeys("a2");
    }

    @Test
    void whatNeverGetsBetterNeverEnds() {
        for (int ms = 0; ms < 3000; ms++) {
            ask(ms, 500, "b2", true);
        }
        assertThat(Figures.of(log, new Window(0, 3 * SECOND), 0, 0, Lateness.NONE).painEndsMs()).isNaN();
    }

    @Test
    void aClientThatSleptTooLongHasMeasuredNothing() {
        ask(100, 3, "a1", true);
        Window window = new Window(0, 8 * SECOND);
        assertThat(Figures.of(log, window, 0, 0, new Lateness(150, 90)).isVoid(8000)).isFalse();
        assertThat(Figures.of(log, window, 0, 0, new Lateness(170, 90)).isVoid(8000)).isTrue();
    }

    private void ask(int atMs, int latencyMs, String by, boolean ok) {
        log.add(new Request(atMs * 1000L, latencyMs * 1000L, ok ? Outcome.OK : new Outcome(Outcome.Kind.TIMEOUT, ""),
                "client", "client", by.isEmpty() ? null : by, "orders", false));
    }
}
