package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.proxy.forward.ResponseHeadWriter.Persistence;

/** Ends requests that never become an exchange, because their head did not pass the gate. Stateless; used on event loops. */
public final class Refusals {
    private Refusals() {}

    /** Answers the request and books it. */
    public static void refuse(Worker worker, ClientOutput output, Request request, OwnAnswer answer) {
        answer.write(output, worker.responseHeads(), Passage.refused(answer), Persistence.CLOSE, false);
        output.flush();
        turnAway(worker, output, request, answer);
    }

    /** Books somebody who would not understand an answer. */
    public static void turnAway(Worker worker, ClientOutput output, Request request, OwnAnswer answer) {
        Account.bookRefused(worker, request.listener(), output.client(), Passage.refused(answer), answer.status());
    }
}
