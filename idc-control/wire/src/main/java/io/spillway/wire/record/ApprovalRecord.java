package io.spillway.wire.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.wire.v1.Approval;
import io.spillway.wire.v1.ApprovalTarget;

/**
 * What somebody asks for and another person must approve.
 *
 * @param text     what the other person is shown
 * @param person   who asks, whatever credential he showed
 * @param actor    that credential
 * @param asked    when, in whole milliseconds
 * @param approver the person who said yes; empty: nobody yet
 * @param approved when, in whole milliseconds; the epoch: not yet
 * @param touches  what the role of whoever approves must be for
 * @param objects  {@code "<plural>/<name>"}
 */
public record ApprovalRecord(String id, String text, String person, String actor, Instant asked, String approver,
        Instant approved, List<Touch> touches, List<String> objects) {

    /** A DrGroup and an IDC, each empty for none, that are touched. */
    public record Touch(String drGroup, String idc) {}

    /** Copies the lists; cuts times to whole milliseconds. */
    public ApprovalRecord {
        asked = asked.truncatedTo(ChronoUnit.MILLIS);
        approved = approved.truncatedTo(ChronoUnit.MILLIS);
        touches = List.copyOf(touches);
        objects = List.copyOf(objects);
    }

    /** Returns the same with the yes of a person. */
    public ApprovalRecord approved(String by, Instant at) {
        return new ApprovalRecord(id, text, person, actor, asked, by, at, touches, objects);
    }

    /** Returns the bytes of a record. */
    public byte[] encode() {
        return Approval.newBuilder().setSchema(Records.SCHEMA).setId(id).setText(text).setPerson(person).setActor(actor)
                .setAskedAtUnixMillis(asked.toEpochMilli()).setApprover(approver)
                .setApprovedAtUnixMillis(approved.toEpochMilli())
                .addAllTargets(touches.stream().map(touch -> ApprovalTarget.newBuilder().setDrGroup(touch.drGroup())
                        .setIdc(touch.idc()).build()).toList())
                .addAllObjects(objects).build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<ApprovalRecord> decode(byte[] bytes) {
        try {
            Approval message = Approval.parseFrom(bytes);
            return new Decoded.Valid<>(new ApprovalRecord(message.getId(), message.getText(), message.getPerson(),
                    message.getActor(), Instant.ofEpochMilli(message.getAskedAtUnixMillis()), message.getApprover(),
                    Instant.ofEpochMilli(message.getApprovedAtUnixMillis()),
                    message.getTargetsList().stream().map(each -> new Touch(each.getDrGroup(), each.getIdc())).toList(),
                    message.getObjectsList()));
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "an approval: " + broken.getMessage());
        }
    }
}
