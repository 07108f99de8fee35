package io.spillway.control.approval;

import java.time.Instant;

import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Touch;
import io.spillway.model.document.Decoded;
import io.spillway.registry.KeyValue;
import io.spillway.wire.record.ApprovalRecord;
import org.jspecify.annotations.Nullable;

/** An approval as it stands under its key since a revision. */
record StoredApproval(ApprovalRecord record, long revision) {

    /** Returns what stands there; null when that is none. */
    static @Nullable StoredApproval of(KeyValue key) {
        return ApprovalRecord.decode(key.value()) instanceof Decoded.Valid<ApprovalRecord>(ApprovalRecord record)
                ? new StoredApproval(record, key.modRevision())
                : null;
    }

    static ApprovalRecord asked(String id, ApprovalService.Ask ask, Instant at) {
        return new ApprovalRecord(id, ask.text(), ask.person(), ask.actor(), at, "", Instant.EPOCH,
                ask.touches().stream().map(touch -> new ApprovalRecord.Touch(touch.drGroup(), touch.idc())).toList(),
                ask.objects());
    }

    StoredApproval approved(String person, Instant at) {
        return new StoredApproval(record.approved(person, at), revision);
    }

    boolean isApproved() {
        return !record.approver().isEmpty();
    }

    boolean isOver(Instant now) {
        return !now.isBefore(approval().expires());
    }

    Approval approval() {
        Instant since = isApproved() ? record.approved() : record.asked();
        return new Approval(record.id(), record.text(), record.person(), record.asked(), record.approver(),
                since.plus(ApprovalService.GOOD_FOR),
                record.touches().stream().map(touch -> new Touch(touch.drGroup(), touch.idc())).toList(),
                record.objects());
    }
}
