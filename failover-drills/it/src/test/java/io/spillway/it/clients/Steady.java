package io.spillway.it.clients;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** Somebody who asks many times a second, all the while, and writes down who answered and what failed. */
final class Steady implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FORGETS = Duration.ofSeconds(20);

    private final String name;
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> running;

    /** One question; it returns who answered. */
    @FunctionalInterface
    interface Question {

        String ask();
    }

    /** Asks a hundred times a second at most. */
    Steady(String name, Question question) {
        this(name, question, PAUSE);
    }

    /** Waits so long between an answer and the next question. */
    Steady(String name, Question question, Duration pause) {
        this.name = name;
        this.running = thread.scheduleWithFixedDelay(() -> {
            try {
                answers.add(question.ask());
            } catch (RuntimeException | AssertionError failed) {
                // Whatever is thrown here ends the questions, and then nobody would say why nothing more is asked.
                failures.add(name + " after " + answers.size() + " answers: " + failed);
            }
        }, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns what failed so far. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Waits for so many more answers. */
    void awaitMore(int more) {
        int from = answers.size() + failures.size();
        Awaitility.await(name + " asks").atMost(PATIENCE).until(() -> answers.size() + failures.size() >= from + more);
    }

    /** Waits until this one has answered, of those that are asked from now on. */
    void awaitAnswerOf(String who) {
        int from = answers.size();
        Awaitility.await(name + " is answered by " + who).atMost(PATIENCE)
                .until(() -> answers.stream().skip(from).anyMatch(who::equals));
    }

    /** Waits until so many answers in a row are of others. */
    void awaitNoAnswerOf(String who, int inARow) {
        Awaitility.await(name + " is answered by " + who + " no more").atMost(FORGETS).until(() -> {
            int from = answers.size();
            awaitMore(inARow);
            return answers.stream().skip(from).noneMatch(who::equals);
        });
    }

    @Override
    public void close() {
        running.cancel(false);
        thread.shutdownNow();
    }
}
