package io.spillway.control.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What needs a second person: it is asked for and frozen, another person approves exactly that, and it is made use of once.
 * Every step is in the audit. Blocks (registry round trips): call it from a virtual thread. Safe for use by any thread.
 */
public interface ApprovalService {

    /** So long after it was asked for another person may say yes, and so long after that it may be made use of. */
    Duration GOOD_FOR = Duration.ofMinutes(15);

    /** Returns all that is asked for and not over, oldest first. */
    Listed all();

    /** Asks another person, or finds that it has been asked for already. */
    Settled ask(Ask ask, Origin origin);

    /**
     * Looks whether an approval is for what would be done now. The deed uses it up ({@link Consent}).
     *
     * @param ask as of now; who asked is taken from the approval
     */
    Settled granted(String id, Ask ask);

    /** Returns whether somebody may do now what he asks for: by the approval that he names, else he is told what to wait for. */
    default Settled settled(Asker asker, Ask ask, Origin origin) {
        String approval = asker.approval();
        return approval == null ? ask(ask, origin) : granted(approval, ask);
    }

    /** Says yes to what has that hash. {@code person} and {@code actor}: who says so, and by which credential. */
    Said approve(String id, String hash, String person, String actor, Origin origin);

    /**
     * What somebody wants to do.
     *
     * @param person  who, whatever credential he showed
     * @param actor   his credential
     * @param call    as in {@code DELETE /v1/services/pay}
     * @param because why that needs two persons
     * @param lines   what it does to what stands, revision and all: other lines are another deed
     * @param touches what the role of whoever approves must be for
     * @param objects {@code "<plural>/<name>"}
     */
    record Ask(String person, String actor, String call, String because, List<String> lines, List<Touch> touches,
            List<String> objects) {

        /** Copies the lists. */
        public Ask {
            lines = List.copyOf(lines);
            touches = List.copyOf(touches);
            objects = List.copyOf(objects);
        }

        /** Returns the same, asked for by that one. */
        public Ask by(String otherPerson, String otherActor) {
            return new Ask(otherPerson, otherActor, call, because, lines, touches, objects);
        }

        /** Returns what the other person is shown. */
        public String text() {
            return call + "\nasked for by " + person + " (" + actor + ")\nneeds two persons: " + because + "\n"
                    + String.join("\n", lines);
        }
    }

    /** A DrGroup and an IDC, each empty for none, that are touched. */
    record Touch(String drGroup, String idc) {}

    /**
     * What is asked for.
     *
     * @param text     what the other person is shown
     * @param approver the person who said yes; empty: nobody yet
     * @param expires  when it is over
     */
    record Approval(String id, String text, String person, Instant asked, String approver, Instant expires,
            List<Touch> touches, List<String> objects) {

        /** Copies the lists. */
        public Approval {
            touches = List.copyOf(touches);
            objects = List.copyOf(objects);
        }

        /** Returns SHA-256 of the text, 64 lower-case hexadecimal digits. */
        public String hash() {
            try {
                return HexFormat.of().formatHex(
                        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** What became of a look. */
    sealed interface Listed {

        /** These. */
        record Approvals(List<Approval> all) implements Listed {

            /** Copies the list. */
            public Approvals {
                all = List.copyOf(all);
            }

            /** Returns the one of that id. */
            public Optional<Approval> of(String id) {
                return all.stream().filter(each -> each.id().equals(id)).findFirst();
            }
        }

        /** The registry does not answer. HTTP 503. */
        record Away(Instant since, String reason) implements Listed {}
    }

    /** Whether something may be done now. */
    sealed interface Settled {

        /** It may, and uses up this. */
        record Granted(Consent consent) implements Settled {}

        /** Another person must say yes first. HTTP 422. */
        record Waits(Approval approval) implements Settled {}

        /** It may not: used, over, not approved, or other than what was approved. HTTP 409. */
        record Refused(String reason) implements Settled {}

        /** The registry does not answer, or does not take the record. HTTP 503. */
        record Away(Instant since, String reason) implements Settled {}
    }

    /** What became of a yes. */
    sealed interface Said {

        /** It stands. */
        record Approved(Approval approval) implements Said {}

        /** There is none of that id, any more. HTTP 404. */
        record Unknown() implements Said {}

        /** Whoever asked is the same person. HTTP 403. */
        record SamePerson(String person) implements Said {}

        /** Another hash, or somebody has said yes. HTTP 409. */
        record Refused(String reason) implements Said {}

        /** The registry does not answer, or does not take the record. HTTP 503. */
        record Away(Instant since, String reason) implements Said {}
    }
}
