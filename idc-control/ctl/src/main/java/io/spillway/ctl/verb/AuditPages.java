package io.spillway.ctl.verb;

import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.wire.audit.AuditHead;
import org.jspecify.annotations.Nullable;

/** The whole chain of a control plane, page by page. */
final class AuditPages {

    /** Records of a page: so many of the greatest are no more than an answer may have. */
    private static final int PAGE = 25;

    private AuditPages() {}

    /** Takes the records of a page. */
    @FunctionalInterface
    interface Taker {

        /** Returns whether it wants more. */
        boolean take(List<JsonView> records) throws VerbFailed;
    }

    /** Takes where the chain begins, before any record. */
    @FunctionalInterface
    interface Beginning {

        void at(AuditHead base) throws VerbFailed;
    }

    /** Where a chain began, after what was pruned, and where it ended, as the control plane said last. */
    record Ends(AuditHead base, AuditHead head) {}

    /** Hands on all records from the first that is left on. */
    static Ends each(ServerVerb verb, Beginning beginning, Taker taker) throws VerbFailed {
        long from = 1;
        @Nullable
        AuditHead base = null;
        while (true) {
            JsonView page = verb.ask(Request.get("/v1/audit?from=" + from + "&limit=" + PAGE));
            AuditHead head = head(page);
            AuditHead begins = page.at("pruned").present() ? said(page.at("pruned")) : AuditHead.NONE;
            if (base == null) {
                base = begins;
                beginning.at(base);
            } else if (from <= begins.sequence()) {
                throw new VerbFailed(ExitCode.CONFLICT, "records up to " + begins.sequence()
                        + " were pruned while they were read; start again");
            }
            long next = page.number("next", 0);
            if (!taker.take(page.list("records")) || next == 0) {
                return new Ends(base, head);
            }
            if (next <= from) {
                throw new VerbFailed(ExitCode.FAILED, "the control plane names record " + next + " as next after "
                        + from + " (expected: a later one)");
            }
            from = next;
        }
    }

    /** Returns the head that a page says. */
    static AuditHead head(JsonView page) throws VerbFailed {
        return said(page.at("head"));
    }

    private static AuditHead said(JsonView head) throws VerbFailed {
        AuditHead said = AuditHead.parse(head.text("sequence") + ":" + head.text("hash"));
        if (said == null) {
            throw new VerbFailed(ExitCode.FAILED, "the control plane says no head of its audit");
        }
        return said;
    }
}
