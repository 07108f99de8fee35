package io.spillway.ctl.verb;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Escaped;
import io.spillway.model.document.Durations;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/**
 * Follows a switch-over and tells what changes. A control node that goes away is no reason to stop: another one carries it on,
 * and this asks for it a while. Not thread-safe.
 */
final class SwitchOverFollowing {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_FIGURES = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerVerb verb;
    private final String name;
    private final @Nullable Duration limit;
    private final BiConsumer<String, JsonView> tell;
    private String told = "";
    private long toldAt;

    /**
     * Creates one.
     *
     * @param limit how long; null for as long as it takes
     * @param tell takes each line that is news, and what it was made of
     */
    SwitchOverFollowing(ServerVerb verb, String name, @Nullable Duration limit, BiConsumer<String, JsonView> tell) {
        this.verb = verb;
        this.name = name;
        this.limit = limit;
        this.tell = tell;
    }

    /**
     * Returns what it is when it is in one of these states.
     *
     * @param sequence older news than this transition are not believed
     */
    SwitchOverRecord until(Set<SwitchOverState> rests, long sequence) throws VerbFailed, InterruptedException {
        Request request = Request.get(KindWord.target(Kind.SWITCH_OVER, name) + "/progress");
        long start = nanos();
        long heardAt = start;
        String state = "";
        while (true) {
            Answer answer = verb.client().send(request);
            if (isAway(answer)) {
                if (nanos() - heardAt > PATIENCE.toNanos()) {
                    throw lost(answer);
                }
            } else {
                JsonView view = Failures.done(answer, "");
                heardAt = nanos();
                SwitchOverRecord record = new SwitchOverRecord(view.at("switchOver"));
                if (record.sequence() >= sequence) {
                    state = record.stateText();
                    note(record, view);
                    SwitchOverState known = record.state();
                    if (known != null && rests.contains(known)) {
                        return record;
                    }
                }
            }
            if (limit != null && nanos() - start > limit.toNanos()) {
                throw new VerbFailed(ExitCode.UNREACHABLE, "after " + Durations.format(limit) + " switchovers/" + name
                        + " is " + (state.isEmpty() ? "not heard of" : state)
                        + "; it goes on without this command: spillway switchover watch " + name);
            }
            verb.surroundings.pause().pause(BETWEEN_LOOKS);
        }
    }

    private static boolean isAway(Answer answer) {
        return switch (answer) {
            case Answer.Unreachable _ -> true;
            case Answer.Refused(int status, JsonView _) -> status / 100 == 5;
            case Answer.Foreign(var _, int status, String _) -> status / 100 == 5;
            case Answer.Done _,Answer.OutcomeUnknown _ -> false;
        };
    }

    private VerbFailed lost(Answer answer) {
        List<String> lines = new ArrayList<>(List.of("no control plane has answered for " + Durations.format(PATIENCE)
                + "; the switch-over goes on without this command: spillway switchover watch " + name));
        if (answer instanceof Answer.Unreachable(List<String> attempts)) {
            lines.addAll(attempts);
        }
        return new VerbFailed(ExitCode.UNREACHABLE, lines);
    }

    /** What has come about is told at once, figures and what it waits for now and then. */
    private void note(SwitchOverRecord record, JsonView view) {
        String news = news(record, view);
        String figures = isMeasured(record) ? figures(view) : "";
        boolean fresh = !news.equals(told);
        if (fresh || (!figures.isEmpty() && nanos() - toldAt > BETWEEN_FIGURES.toNanos())) {
            told = news;
            toldAt = nanos();
            String at = verb.surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
            tell.accept(at + " " + news + (figures.isEmpty() ? "" : "; " + figures), view);
        }
    }

    private static String figures(JsonView view) {
        List<String> parts = new ArrayList<>(
                List.of(Escaped.text(view.text("waitsFor")), SwitchOverLines.figures(view)));
        parts.removeIf(String::isEmpty);
        return String.join("; ", parts);
    }

    private static boolean isMeasured(SwitchOverRecord record) {
        SwitchOverState state = record.state();
        return state != null && state.moving();
    }

    private static String news(SwitchOverRecord record, JsonView view) {
        List<String> parts = new ArrayList<>();
        String position = record.position();
        parts.add(record.stateText() + (position.isEmpty() ? "" : " " + position));
        if (isMeasured(record)) {
            parts.add(SwitchOverLines.acks(view));
        }
        String pause = record.status().at("pause").text("detail");
        parts.add(pause.isEmpty() ? "" : record.status().at("pause").text("cause") + ": " + Escaped.text(pause));
        parts.removeIf(String::isEmpty);
        return String.join("; ", parts);
    }

    private long nanos() {
        return verb.surroundings.ticker().nanos();
    }
}
