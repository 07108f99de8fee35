package io.spillway.control.ads;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of clients ask for everything at once, while others are served. */
class IntakeTest {

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final Intake intake = new Intake(loop);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch last = new CountDownLatch(1);

    @AfterEach
    void endTheLoop() {
        loop.shutdownNow();
    }

    @Test
    void whatAServedClientWaitsForIsDoneBetweenTwoThatAskForMuch() throws InterruptedException {
        loop.execute(() -> {
            intake.hear(() -> done.add("first"));
            intake.hear(() -> done.add("second"));
            intake.hear(this::end);
            loop.execute(() -> done.add("change for a served client"));
        });
        assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("first", "change for a served client", "second");
    }

    @Test
    void oneWhoseRequestBreaksDoesNotKeepTheOthersWaiting() throws InterruptedException {
        loop.execute(() -> {
            intake.hear(() -> {
                throw new IllegalStateException("broken");
            });
            intake.hear(this::end);
        });
        assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoComesLaterIsHeardToo() throws InterruptedException {
        loop.execute(() -> intake.hear(() -> loop.execute(() -> intake.hear(this::end))));
        assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void end() {
        last.countDown();
    }
}
