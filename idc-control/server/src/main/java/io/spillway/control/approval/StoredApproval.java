package io.spillway.control.approval;

import java.time.Instant;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Touch;
import io.spillway.registry.KeyValue;
import io.spillway.wire.v1.ApprovalTarget;
import org.jspecify.annotations.Nullable;

/** An approval as it stands under its key. */
record StoredApproval(io.spillway.wire.v1.Approval message, long revision) {

    static final int SCHEMA = 1;

    /** Returns what stands there; null when that is none. */
    static @Nullable StoredApproval of(KeyValue key) {
        try {
            return new StoredApproval(io.spillway.wire.v1.Approval.parseFrom(key.value()), key.modRevision());
        } catch (InvalidProtocolBufferException notOne) {
            return null;
        }
    }

    static io.spillway.wire.v1.Approval asked(String id, ApprovalService.Ask ask, Instant at) {
        io.spillway.wire.v1.Approval.Builder message = io.spillway.wire.v1.Approval.newBuilder().setSchema(SCHEMA)
                .setId(id).setText(ask.text()).setPerson(ask.person()).setActor(ask.actor())
                .setAskedAtUnixMillis(at.toEpochMilli()).addAllObjects(ask.objects());
        ask.touches().forEach(touch -> message
                .addTargets(ApprovalTarget.newBuilder().setDrGroup(touch.drGroup()).setIdc(touch.idc())));
        return message.build();
    }

    StoredApproval approved(String person, Instant at) {
        return new StoredApproval(
                message.toBuilder().setApprover(person).setApprovedAtUnixMillis(at.toEpochMilli()).build(), revision);
    }

    boolean isApproved() {
        return !message.getApprover().isEmpty();
    }

    boolean isOver(Instant now) {
        return !now.isBefore(approval().expires());
    }

    Approval approval() {
        Instant since = Instant
                .ofEpochMilli(isApproved() ? message.getApprovedAtUnixMillis() : message.getAskedAtUnixMillis());
        return new Approval(message.getId(), message.getText(), message.getPerson(),
                Instant.ofEpochMilli(message.getAskedAtUnixMillis()), message.getApprover(),
                since.plus(ApprovalService.GOOD_FOR),
                message.getTargetsList().stream().map(each -> new Touch(each.getDrGroup(), each.getIdc())).toList(),
                message.getObjectsList());
    }
}
