package io.spillway.control.switchover.run;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator speaks in the moment in which a node is through with a switch-over: it looks once more. */
class RoundsTest {

    private static final int WORDS = 20_000;

    private final Rounds rounds = new Rounds();

    @Test
    void whoComesMeanwhileIsToldAtTheEndAndOnce() {
        assertThat(rounds.begin("move")).isTrue();
        assertThat(rounds.begin("other")).as("of another one").isTrue();
        assertThat(rounds.begin("move")).isFalse();
        assertThat(rounds.begin("move")).isFalse();
        assertThat(rounds.end("move")).isTrue();
        assertThat(rounds.begin("move")).isTrue();
        assertThat(rounds.end("move")).isFalse();
    }

    /** Who speaks either begins himself, or whoever is at it hears that somebody came, however close to the end. */
    @Test
    void noWordIsLostBetweenTwoThreads() throws Exception {
        AtomicInteger said = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        Runnable look = () -> {
            boolean again = true;
            while (again && rounds.begin("move")) {
                heard.set(said.get());
                again = rounds.end("move");
            }
        };
        Thread busy = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < WORDS; i++) {
                look.run();
            }
        });
        for (int i = 0; i < WORDS; i++) {
            said.incrementAndGet();
            look.run();
        }
        busy.join();
        assertThat(heard).hasValue(WORDS);
    }
}
