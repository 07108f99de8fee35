package io.spillway.control.switchover.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.spillway.model.switchover.MachineResult;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.SwitchWrite;
import org.jspecify.annotations.Nullable;

/** Somebody who says things through some node: reads, writes in a later move, tries again when another was faster. */
public final class Operator implements Actor {

    private static final int ATTEMPTS = 3;

    private final String idc;
    private final String person;
    private final SimRegistry registry;
    private final List<String> ids;
    private final Random random;
    private final List<Call> calls = new ArrayList<>();
    private int left;
    private @Nullable Asking asking;

    private static final class Asking {

        private final String id;
        private final SwitchOverEvent event;
        private final long begun;
        private int attempts;
        private Registered.@Nullable Seen seen;
        private @Nullable SwitchWrite write;

        Asking(String id, SwitchOverEvent event, long begun) {
            this.id = id;
            this.event = event;
            this.begun = begun;
        }
    }

    Operator(String idc, String person, SimRegistry registry, List<String> ids, int calls, Random random) {
        this.idc = idc;
        this.person = person;
        this.registry = registry;
        this.ids = ids;
        this.left = calls;
        this.random = random;
    }

    List<Call> calls() {
        return calls;
    }

    @Override
    public boolean done() {
        return left == 0 && asking == null;
    }

    @Override
    public void move(long now) {
        Asking call = asking;
        if (call == null) {
            if (left > 0) {
                left--;
                asking = new Asking(ids.get(random.nextInt(ids.size())), word(person, now, random), now);
            }
        } else if (call.write == null) {
            read(call, now);
        } else {
            write(call, now);
        }
    }

    private void read(Asking call, long now) {
        Registered.Seen seen = Registered.read(registry, call.id);
        if (seen == null) {
            asking = null;
            return;
        }
        SwitchOverEvent event = call.event;
        switch (SwitchWrite.of(seen.standing(), event, Registered.time(now), idc, "operator/" + person)) {
            case SwitchWrite.Made.Write(SwitchWrite write) -> {
                call.seen = seen;
                call.write = write;
            }
            case SwitchWrite.Made.Unchanged _ -> end(call, now, Call.Answer.UNCHANGED, 0);
            case SwitchWrite.Made.Refused(MachineResult.Reason _, String _) -> end(call, now, Call.Answer.REFUSED, 0);
            case SwitchWrite.Made.Held _ -> end(call, now, Call.Answer.CONFLICT, 0);
        }
    }

    private void write(Asking call, long now) {
        Registered.Seen seen = call.seen;
        SwitchWrite write = call.write;
        if (seen == null || write == null) {
            throw new AssertionError("nothing to write");
        }
        boolean lostOnTheWay = random.nextInt(12) == 0;
        boolean written = !lostOnTheWay && registry.commit(seen.revisions(), Registered.puts(call.id, write), now,
                "operator/" + person);
        long revision = written ? registry.revisionOf(Registered.record(call.id)) : 0;
        if (lostOnTheWay || random.nextInt(12) == 0) {
            end(call, now, Call.Answer.LOST, revision);
        } else if (written) {
            end(call, now, Call.Answer.DONE, revision);
        } else if (++call.attempts == ATTEMPTS) {
            end(call, now, Call.Answer.CONFLICT, 0);
        } else {
            call.write = null;
        }
    }

    private void end(Asking call, long now, Call.Answer answer, long revision) {
        calls.add(new Call(call.id, call.event, call.begun, now, answer, revision));
        asking = null;
    }

    /** Returns what somebody might say. */
    public static SwitchOverEvent.Said word(String person, long now, Random random) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> new SwitchOverEvent.Check(person);
            case 2, 3 -> new SwitchOverEvent.Approve(person, Histories.HASH);
            case 4, 5, 6 -> new SwitchOverEvent.Start(person);
            case 7 -> new SwitchOverEvent.Pause(person, "wait");
            case 8, 9 -> new SwitchOverEvent.Resume(person, "go", random.nextBoolean());
            case 10 -> new SwitchOverEvent.Rollback(person, "back", true);
            case 11 -> random.nextInt(6) == 0
                    ? new SwitchOverEvent.Abort(person, "no")
                    : new SwitchOverEvent.Check(person);
            case 12 -> new SwitchOverEvent.Extend(person, Registered.time(now + 3_600_000));
            default -> random.nextInt(4) == 0
                    ? new SwitchOverEvent.ForceEnd(person, "mine")
                    : new SwitchOverEvent.Start(person);
        };
    }
}
