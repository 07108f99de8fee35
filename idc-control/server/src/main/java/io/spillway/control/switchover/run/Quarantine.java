package io.spillway.control.switchover.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.service.WriteResult;
import io.spillway.control.switchover.judge.AckJudgement;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.AllBehind;
import io.spillway.model.switchover.SwitchOverEvent;

/** Without whom an operator may go on: who is known to be behind, and of those without a name only so many. Pure. */
final class Quarantine {

    /** Of a hundred data planes of an IDC so many may be behind, whoever they are, without anybody answering for more. */
    private static final int SHARE = 100 - AckJudgement.ENOUGH;

    private Quarantine() {}

    /** What is thought of it. */
    sealed interface Judged {

        /** Returns what was said, with what was counted. */
        default SwitchOverEvent.Said said(SwitchOverEvent.Said said) {
            return this instanceof Counted(SwitchOverEvent.Said counted) ? counted : said;
        }
    }

    /** It may be so, and means these. */
    record Counted(SwitchOverEvent.Said word) implements Judged {}

    /** It may not. */
    record Refused(WriteResult.Guarded guarded) implements Judged {}

    /**
     * Judges an operator's word.
     *
     * @param parts what the IDCs say of the switch-over
     */
    static Judged of(SwitchOverEvent.Said said, SwitchOverStatus status, List<SwitchOverProgress> parts) {
        if (!(said instanceof SwitchOverEvent.GoesOn word)) {
            return new Counted(said);
        }
        String misnamed = misnamed(word, status, parts);
        AllBehind all = word.behind();
        if (!misnamed.isEmpty() || all == null) {
            return misnamed.isEmpty() ? new Counted(said) : refused(misnamed);
        }
        Map<String, Integer> counted = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (SwitchOverProgress part : parts) {
            // Who speaks of another step, or is dead, is waited for, or not, as a whole.
            if (AckJudgement.current(part, status)) {
                count(part, word, all, status, counted, wrong);
            }
        }
        return wrong.isEmpty()
                ? new Counted(word.counted(all.counted(counted)))
                : refused(String.join("; ", wrong));
    }

    private static Refused refused(String why) {
        return new Refused(new WriteResult.Guarded("unconfirmed", why, Map.of()));
    }

    private static void count(SwitchOverProgress part, SwitchOverEvent.GoesOn word, AllBehind all,
            SwitchOverStatus status, Map<String, Integer> counted, List<String> wrong) {
        List<String> unlooked = part.late().stream().filter(SwitchOverProgress::unlooked).toList();
        long named = word.quarantine().stream().filter(plane -> !status.quarantined().contains(plane))
                .filter(plane -> plane.idc().equals(part.idc())).count();
        int behind = (int) Math.max(0, AckJudgement.missing(part, status) - named);
        int share = Math.max(1, part.fleet() * SHARE / 100);
        int most = all.limit() > 0 ? all.limit() : share;
        if (!unlooked.isEmpty()) {
            wrong.add("who is behind in " + part.idc() + " is not known: " + String.join(", ", unlooked)
                    + " (expected: all looked at; ask again in a moment)");
        } else if (behind > most) {
            wrong.add(behind + " of " + part.fleet() + " data planes of " + part.idc()
                    + " are behind (expected: at most "
                    + most + (all.limit() > 0 ? ", as was said" : ", " + SHARE + " %; more by a limit and a reason")
                    + ")");
        } else if (behind > 0) {
            counted.put(part.idc(), behind);
        }
    }

    /** Only who is known to be behind is put in quarantine: else a slip of the pen would wait for nobody. */
    private static String misnamed(SwitchOverEvent.GoesOn word, SwitchOverStatus status,
            List<SwitchOverProgress> parts) {
        List<String> wrong = word.quarantine().stream().filter(plane -> !status.quarantined().contains(plane))
                .filter(plane -> parts.stream().noneMatch(
                        part -> part.idc().equals(plane.idc()) && AckJudgement.behind(part, plane.node())))
                .map(Unconfirmed.DataPlane::toString).toList();
        List<String> behind = parts.stream().flatMap(part -> part.late().stream()
                .filter(late -> !SwitchOverProgress.unlooked(late))
                .map(late -> part.idc() + "/" + AckJudgement.node(late))).toList();
        return wrong.isEmpty()
                ? ""
                : String.join(", ", wrong) + " is not known to be behind (expected: "
                        + (behind.isEmpty() ? "nobody is" : String.join(", ", behind)) + ")";
    }
}
