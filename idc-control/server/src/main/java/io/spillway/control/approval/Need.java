package io.spillway.control.approval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.control.access.Target;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Ask;
import io.spillway.control.service.ApprovalService.Touch;
import io.spillway.control.service.Asker;
import io.spillway.control.service.WriteResult;

/**
 * What needs two persons, in a call.
 *
 * @param because why
 * @param lines   what it does to what stands
 * @param targets what the role of whoever approves must be for
 * @param objects {@code "<plural>/<name>"}
 */
public record Need(String because, List<String> lines, List<Target> targets, List<String> objects) {

    private static final String GUARD = "two_persons";

    /** Copies the lists. */
    public Need {
        lines = List.copyOf(lines);
        targets = List.copyOf(targets);
        objects = List.copyOf(objects);
    }

    /** Returns what another person is asked. */
    public Ask ask(Asker asker) {
        List<Touch> touches = new ArrayList<>();
        for (Target target : targets) {
            touches.add(new Touch(Objects.requireNonNullElse(target.drGroup(), ""),
                    Objects.requireNonNullElse(target.idc(), "")));
        }
        return new Ask(asker.person(), asker.actor(), asker.call(), because, lines, touches, objects);
    }

    /** Returns what somebody is told who has to wait for another person, or has not said that he has waited. */
    public WriteResult.Guarded waits(Approval approval) {
        String what = approval.approver().isEmpty()
                ? "another person must say yes first: spillway approve " + approval.id()
                : approval.approver() + " has said yes: repeat it with --approval " + approval.id();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("approval", approval.id());
        figures.put("hash", approval.hash());
        figures.put("expires", approval.expires().toString());
        return new WriteResult.Guarded(GUARD, because + "; " + what, figures);
    }
}
