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

    /** Books a client whose connection is ended without an answer, by the name of the listener that it came to. */
    public static void connection(Worker worker, String listener, String client, String reason) {
        Account.bookRefused(worker, listener, client, Passage.refused(new OwnAnswer(0, reason, "")), 0);
    }

    /** Books a client of a TCP listener that is not let in. */
    public static void tcp(Worker worker, String listener, String client, String reason) {
        Account.bookRefused(worker, listener, client, Passage.refused(new OwnAnswer(400, reason, "")), 400);
    }

    /** Books somebody who would not understand an answer. */
    public static void turnAway(Worker worker, ClientOutput output, Request request, OwnAnswer answer) {
        Account.bookRefused(worker, request.listener(), output.client(), Passage.refused(answer), answer.status());
    }
}
