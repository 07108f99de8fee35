package io.spillway.control.switchover.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.Machine;
import io.spillway.model.switchover.MachineResult;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.wire.audit.AuditRecord;

/** Makes switch-overs that operators ask for, and the checks that come first. */
final class Drafts {

    private static final DateTimeFormatter NAMED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SwitchOvers.Parts parts;
    private final Answers answers;

    Drafts(SwitchOvers.Parts parts, Answers answers) {
        this.parts = parts;
        this.answers = answers;
    }

    WriteResult create(SwitchOverRequest request) {
        Instant now = parts.clock().instant();
        if (!parts.notReady().get().isEmpty()) {
            return new WriteResult.Unavailable(now, "not ready: " + String.join("; ", parts.notReady().get()));
        }
        SwitchOverSpec asked = request.spec().asked();
        if (asked.fenced() && !parts.fences().contains(asked.fence())) {
            return new WriteResult.Invalid(List.of(new Violation("/spec/fence", "\"" + asked.fence() + "\"",
                    "\"none\"" + (parts.fences().isEmpty()
                            ? "; this node has no fence provider"
                            : " or one of " + String.join(", ", parts.fences())),
                    null)));
        }
        if (SwitchOverProgress.vantage(request.id())) {
            return new WriteResult.Invalid(List.of(new Violation("/metadata/name", "\"" + request.id() + "\"",
                    "a name that does not begin with " + SwitchOverProgress.VANTAGE, null)));
        }
        String id = request.id().isEmpty()
                ? asked.from() + "-" + asked.to() + "-" + NAMED.format(now)
                : request.id();
        Resource standing = parts.stand().get().get(Kind.SWITCH_OVER, id);
        if (standing != null) {
            // Whoever got no answer asks again, and gets the one that he has made.
            return !request.dryRun() && asks(standing, asked, request.author())
                    ? new WriteResult.Applied(standing.metadata().revision(), List.of(standing), List.of(), false)
                    : Answers.conflict(standing, "there is one of that name");
        }
        SwitchOverSpec drafted = asked
                .with(SwitchOverStatus.drafted(parts.idc(), request.wanted(), request.author(), now));
        return request.dryRun() ? tried(id, drafted, request, now) : made(id, drafted, request);
    }

    private static boolean asks(Resource standing, SwitchOverSpec asked, String author) {
        return standing.spec() instanceof SwitchOverSpec spec && spec.status() != null && spec.status().state().before()
                && spec.status().author().equals(author) && spec.asked().equals(asked);
    }

    private WriteResult tried(String id, SwitchOverSpec drafted, SwitchOverRequest request, Instant now) {
        String place = parts.idc() + "/" + parts.node();
        SwitchOverSpec checking = after(drafted, new SwitchOverEvent.Check(request.author()), now, place);
        Checks.Made checks = parts.checks().make(id, checking, request.wanted(), false);
        Resource resource = Resource.of(id, after(checking, checks.event(), now, place));
        return new WriteResult.Applied(parts.stand().get().revision(), List.of(resource), List.of(Answers.path(id)),
                true);
    }

    private static SwitchOverSpec after(SwitchOverSpec spec, SwitchOverEvent event, Instant now, String place) {
        return Machine.apply(spec, event, now, place) instanceof MachineResult.Moved(SwitchOverSpec next) ? next : spec;
    }

    private WriteResult made(String id, SwitchOverSpec drafted, SwitchOverRequest request) {
        TransitionWriter.Ground ground = new TransitionWriter.Ground(
                new AuditRecord.Who(request.author(), request.origin().role(),
                        request.origin().source()),
                Map.of(),
                Set.of());
        SwitchOverSpec checking = after(drafted, new SwitchOverEvent.Check(request.author()), parts.clock().instant(),
                parts.idc() + "/" + parts.node());
        return switch (parts.writer().create(id, checking, ground)) {
            case Written.Done(Resource record, long revision) -> new WriteResult.Applied(revision,
                    List.of(checked(record)), List.of(Answers.path(id)), true);
            case Written.Overtaken _ -> {
                Resource standing = parts.stand().get().get(Kind.SWITCH_OVER, id);
                yield standing == null
                        ? new WriteResult.Unavailable(parts.clock().instant(), "the registry was written meanwhile")
                        : Answers.conflict(standing, "there is one of that name");
            }
            case Written other -> answers.result(other, id, "");
        };
    }

    /** Makes the checks at once: whoever asked waits for them. Another node may be faster, which is as good. */
    Resource checked(Resource record) {
        if (record.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
            Checks.Made checks = parts.checks().make(record.name(), spec, spec.status().origin(), true);
            if (parts.writer().happen(record, checks.event(),
                    parts.writer().own()) instanceof Written.Done(Resource done, long _)) {
                return done;
            }
        }
        Resource newest = parts.stand().get().get(Kind.SWITCH_OVER, record.name());
        return newest == null ? record : newest;
    }
}
