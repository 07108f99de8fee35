package io.spillway.control.switchover.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.MachineResult;
import org.jspecify.annotations.Nullable;

/** What operators are answered, by what became of their words. */
final class Answers {

    private final Stand stand;

    Answers(Stand stand) {
        this.stand = stand;
    }

    /** Returns the answer; {@code word} is what was said, empty for a new switch-over. */
    WriteResult result(Written written, String id, String word) {
        return switch (written) {
            case Written.Done(Resource record, long revision) ->
                new WriteResult.Applied(revision, List.of(record), List.of(), true);
            case Written.Unchanged(Resource record, String _) ->
                new WriteResult.Applied(record.metadata().revision(), List.of(record), List.of(), false);
            case Written.Refused(MachineResult.Reason reason, String why) -> refused(id, reason, why);
            case Written.Forbidden(String guard, String detail) -> new WriteResult.Guarded(guard, detail, Map.of());
            case Written.Held(String what, String by) -> new WriteResult.Conflict(path(by), by, 0,
                    what + " is moved by switch-over " + by);
            case Written.Overtaken(String what) -> new WriteResult.Conflict(path(id), "somebody", 0,
                    word + ": " + what + " was changed again and again meanwhile; look at it and try again");
            case Written.Unavailable(Instant since, String reason, boolean unknown) ->
                new WriteResult.Unavailable(since, reason, unknown);
        };
    }

    private WriteResult refused(String id, MachineResult.Reason reason, String why) {
        Resource record = stand.get().get(Kind.SWITCH_OVER, id);
        if (reason == MachineResult.Reason.ELSEWHERE && record != null) {
            return conflict(record, why);
        }
        String state = record != null && record.spec() instanceof SwitchOverSpec spec && spec.status() != null
                ? spec.status().state().name()
                : "";
        return new WriteResult.Guarded(switch (reason) {
            case STATE, ELSEWHERE -> "transition";
            case PERSON -> "two_persons";
            case PLAN -> "plan";
            case UNCONFIRMED -> "unconfirmed";
        }, why, Map.of("state", state));
    }

    /** Returns that somebody else's stands. */
    static WriteResult conflict(Resource standing, String why) {
        return new WriteResult.Conflict(path(standing.name()), author(standing), standing.metadata().revision(), why);
    }

    /** Returns who asked for it, and where. */
    static String author(Resource standing) {
        @Nullable
        SwitchOverStatus status = standing.spec() instanceof SwitchOverSpec spec ? spec.status() : null;
        return status == null ? "somebody" : status.author() + "@" + status.generation().idc();
    }

    /** Returns how it is named in answers. */
    static String path(String id) {
        return Kind.SWITCH_OVER.plural() + "/" + id;
    }
}
