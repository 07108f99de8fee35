package io.spillway.control.approval;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.Consent;
import io.spillway.control.service.Origin;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;
import io.spillway.wire.record.ApprovalRecord;
import org.jspecify.annotations.Nullable;

/**
 * Approvals in the registry, so that any node takes the next word. Each step compares what stands, and its record in the audit is
 * of the same transaction. The last step is the deed's own transaction ({@link Consent}): nobody uses one twice.
 */
public final class Approvals implements ApprovalService {

    /** So many may wait at a time. */
    static final int MOST = 100;
    /** What is over is deleted when somebody asks for something: so many at once. */
    private static final int SWEPT = 20;
    private static final int DIGITS = 12;

    private final Registry registry;
    private final AuditTrail trail;
    private final InstantSource clock;

    /** Creates one; {@code clock} says what is over. */
    public Approvals(Registry registry, AuditTrail trail, InstantSource clock) {
        this.registry = registry;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public Listed all() {
        try {
            Instant now = clock.instant();
            return new Listed.Approvals(stored().stream().filter(each -> !each.isOver(now))
                    .map(StoredApproval::approval).sorted(Comparator.comparing(Approval::asked)).toList());
        } catch (RegistryUnavailableException away) {
            return new Listed.Away(away.since(), String.valueOf(away.getMessage()));
        }
    }

    private List<StoredApproval> stored() {
        List<StoredApproval> all = new ArrayList<>();
        registry.range(RegistryKeys.APPROVALS).entries().forEach(key -> {
            StoredApproval stored = StoredApproval.of(key);
            if (stored != null) {
                all.add(stored);
            }
        });
        return all;
    }

    @Override
    public Settled ask(Ask ask, Origin origin) {
        try {
            Instant now = clock.instant();
            List<StoredApproval> stored = stored();
            List<StoredApproval> open = stored.stream().filter(each -> !each.isOver(now)).toList();
            Optional<StoredApproval> same = open.stream().filter(each -> each.approval().text().equals(ask.text()))
                    .findFirst();
            if (same.isPresent()) {
                return new Settled.Waits(same.get().approval());
            }
            if (open.size() >= MOST) {
                return new Settled.Refused(
                        open.size() + " approvals are asked for (expected: fewer than " + MOST + ")");
            }
            return asked(ask, origin, now, stored.stream().filter(each -> each.isOver(now)).limit(SWEPT).toList());
        } catch (RegistryUnavailableException away) {
            return new Settled.Away(away.since(), String.valueOf(away.getMessage()));
        }
    }

    private Settled asked(Ask ask, Origin origin, Instant now, List<StoredApproval> over) {
        Approval frozen = new StoredApproval(StoredApproval.asked("", ask, now), 0).approval();
        String id = frozen.hash().substring(0, DIGITS) + Long.toHexString(now.toEpochMilli());
        ApprovalRecord record = StoredApproval.asked(id, ask, now);
        String key = RegistryKeys.approval(id);
        List<Operation> operations = new ArrayList<>(List.of(Operation.put(key, record.encode())));
        over.forEach(each -> operations.add(Operation.delete(RegistryKeys.approval(each.record().id()))));
        Deed deed = deed(ask.actor(), origin, "ask", frozen, "").withResult("needs two persons: " + ask.because());
        return switch (trail.commit(List.of(Compare.absent(key)), operations, deed)) {
            case CommitResult.Committed(long revision) ->
                new Settled.Waits(new StoredApproval(record, revision).approval());
            case CommitResult.Conflict _ -> new Settled.Refused("it was asked for at the same moment; ask again");
            case CommitResult.Unavailable(var since, String reason, var _) -> new Settled.Away(since, reason);
        };
    }

    @Override
    public Settled granted(String id, Ask ask) {
        try {
            StoredApproval stored = of(id);
            if (stored == null || stored.isOver(clock.instant())) {
                return new Settled.Refused("approval " + id + ": there is none (expected: one that is neither used nor "
                        + "over, " + GOOD_FOR.toMinutes() + " minutes after the last word)");
            }
            Approval approval = stored.approval();
            if (!stored.isApproved()) {
                return new Settled.Refused("approval " + id + ": nobody but " + approval.person()
                        + " has said yes (expected: another person, by spillway approve " + id + ")");
            }
            if (!ask.by(approval.person(), stored.record().actor()).text().equals(approval.text())) {
                return new Settled.Refused("approval " + id + ": what would be done now is not what was approved; "
                        + "ask again, without it");
            }
            return new Settled.Granted(
                    new Consent(approval.id(), stored.revision(), approval.hash(), approval.approver()));
        } catch (RegistryUnavailableException away) {
            return new Settled.Away(away.since(), String.valueOf(away.getMessage()));
        }
    }

    @Override
    public Said approve(String id, String hash, String person, String actor, Origin origin) {
        try {
            Instant now = clock.instant();
            StoredApproval stored = of(id);
            if (stored == null || stored.isOver(now)) {
                return new Said.Unknown();
            }
            Approval approval = stored.approval();
            if (approval.person().equals(person)) {
                return new Said.SamePerson(person);
            }
            if (!approval.hash().equals(hash)) {
                return new Said.Refused(
                        "hash: " + hash + " (expected: " + approval.hash() + ", that of what is asked for)");
            }
            if (stored.isApproved()) {
                return new Said.Refused("approval " + id + ": " + approval.approver() + " has said yes already");
            }
            return approved(stored.approved(person, now), actor, origin);
        } catch (RegistryUnavailableException away) {
            return new Said.Away(away.since(), String.valueOf(away.getMessage()));
        }
    }

    private Said approved(StoredApproval next, String actor, Origin origin) {
        Approval approval = next.approval();
        String key = RegistryKeys.approval(approval.id());
        return switch (trail.commit(List.of(new Compare(key, next.revision())),
                List.of(Operation.put(key, next.record().encode())),
                deed(actor, origin, "approve", approval, approval.approver()))) {
            case CommitResult.Committed _ -> new Said.Approved(approval);
            case CommitResult.Conflict _ ->
                new Said.Refused("approval " + approval.id() + ": somebody was quicker; look again");
            case CommitResult.Unavailable(var since, String reason, var _) -> new Said.Away(since, reason);
        };
    }

    private @Nullable StoredApproval of(String id) {
        return registry.get(RegistryKeys.approval(id)).map(StoredApproval::of).orElse(null);
    }

    private static Deed deed(String actor, Origin origin, String action, Approval approval, String approver) {
        List<Touched> objects = new ArrayList<>(List.of(new Touched("approvals/" + approval.id(), 0)));
        approval.objects().forEach(each -> objects.add(new Touched(each, 0)));
        return new Deed(new Who(actor, origin.role(), origin.source()), action, objects, approval.hash(), approver, "",
                "done", null);
    }
}
