package io.spillway.control.node;

import java.util.ArrayList;
import java.util.List;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.Consent;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;
import org.jspecify.annotations.Nullable;

/**
 * What of writes goes into the audit: all of them but those of workloads alone, which come and go by themselves, and many at
 * once. Pure.
 */
final class Deeds {

    private static final String DONE = "done";

    private Deeds() {}

    /** Returns whether a write of these goes into the audit. */
    static boolean concern(List<Resource> resources) {
        return resources.stream().anyMatch(resource -> resource.kind() != Kind.WORKLOAD_ENTRY);
    }

    /** Returns the deed of a write that changes these, null when it is none. */
    static @Nullable Deed of(ApplyRequest request, List<Planned> changes) {
        List<Resource> resources = changes.stream().map(Planned::after).toList();
        return concern(resources)
                ? by(request.author(), request.origin(), action(resources),
                        changes.stream().map(change -> new Touched(change.path(), change.standing())).toList(),
                        reason(resources), DONE)
                : null;
    }

    /** Returns the deed of a deletion of what stands in that revision, null when it is none. */
    static @Nullable Deed of(DeleteRequest request, long revision) {
        return request.kind() == Kind.WORKLOAD_ENTRY
                ? null
                : by(request.author(), request.origin(), "delete",
                        List.of(new Touched(request.kind().plural() + "/" + request.name(), revision)), "", DONE);
    }

    /** Returns the deed of a write that was refused, null when it was not refused or is none. */
    static @Nullable Deed refused(ApplyRequest request, WriteResult result) {
        String why = why(result);
        return why == null || request.dryRun() || !concern(request.resources())
                ? null
                : Deed.of(who(request.author(), request.origin()), action(request.resources()),
                        request.resources().stream().map(resource -> new Touched(
                                resource.kind().plural() + "/" + resource.name(), resource.metadata().revision()))
                                .toList(),
                        reason(request.resources()), why);
    }

    /** Returns the deed of a deletion that was refused, null when it was not refused or is none. */
    static @Nullable Deed refused(DeleteRequest request, WriteResult result) {
        String why = why(result);
        return why == null || request.dryRun() || request.kind() == Kind.WORKLOAD_ENTRY
                ? null
                : Deed.of(who(request.author(), request.origin()), "delete",
                        List.of(new Touched(request.kind().plural() + "/" + request.name(), 0)), "", why);
    }

    private static @Nullable String why(WriteResult result) {
        return switch (result) {
            case WriteResult.Conflict conflict -> "409: " + conflict.detail();
            case WriteResult.Stale stale -> "412: " + stale.object() + " is of revision " + stale.currentRevision();
            case WriteResult.Guarded guarded -> "422: " + guarded.guard() + ": " + guarded.detail();
            case WriteResult.Applied _,WriteResult.Invalid _,WriteResult.NotFound _,WriteResult.Unavailable _ -> null;
        };
    }

    /** Returns the deed of somebody, with who has approved it, and what of that is used up, when somebody had to. */
    static Deed by(String author, Origin origin, String action, List<Touched> objects, String reason, String result) {
        List<Touched> touched = new ArrayList<>(objects);
        Consent consent = origin.consent();
        if (consent != null) {
            touched.add(new Touched(consent.object(), consent.revision()));
        }
        return new Deed(who(author, origin), action, touched, origin.planHash(), origin.approver(), reason, result,
                null);
    }

    private static Who who(String author, Origin origin) {
        return new Who(author, origin.role(), origin.source());
    }

    private static String action(List<Resource> resources) {
        return resources.stream()
                .allMatch(resource -> resource.spec() instanceof TrafficShiftSpec shift && shift.cleared())
                        ? "clear"
                        : "apply";
    }

    private static String reason(List<Resource> resources) {
        return resources.stream().map(Resource::spec)
                .map(spec -> spec instanceof TrafficShiftSpec shift ? shift.reason() : "")
                .filter(reason -> !reason.isEmpty()).findFirst().orElse("");
    }
}
