package io.spillway.ctl.verb;

import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.wire.audit.AuditHead;

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

    /** Hands on all records from the first on; returns the head that the control plane said last. */
    static AuditHead each(ServerVerb verb, Taker taker) throws VerbFailed {
        long from = 1;
        while (true) {
            JsonView page = verb.ask(Request.get("/v1/audit?from=" + from + "&limit=" + PAGE));
            AuditHead head = head(page);
            long next = page.number("next", 0);
            if (!taker.take(page.list("records")) || next == 0) {
                return head;
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
        JsonView head = page.at("head");
        AuditHead said = AuditHead.parse(head.text("sequence") + ":" + head.text("hash"));
        if (said == null) {
            throw new VerbFailed(ExitCode.FAILED, "the control plane says no head of its audit");
        }
        return said;
    }
}
