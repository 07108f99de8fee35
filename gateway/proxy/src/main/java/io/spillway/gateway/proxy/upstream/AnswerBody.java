package io.spillway.gateway.proxy.upstream;

import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.ResponseGate;

/** What the head of an answer in HTTP/2 says of its body, and what has come of it. Owned by one {@link EndpointStream}. */
final class AnswerBody {
    private BodyForm form = BodyForm.FRAMED;
    private boolean answersHead;
    private boolean headSeen;
    private boolean chunking;
    private boolean counted;
    private long missing;

    void begin(boolean toHead, BodyForm wanted) {
        answersHead = toHead;
        form = wanted;
    }

    BodyForm form() {
        return form;
    }

    boolean answersHead() {
        return answersHead;
    }

    boolean headSeen() {
        return headSeen;
    }

    /** Tells whether the listener gets the body in chunks. */
    boolean chunking() {
        return chunking;
    }

    /** Takes the final head; returns whether it may be the end. */
    boolean describe(ResponseGate gate) {
        headSeen = true;
        counted = gate.contentLength() >= 0 && !answersHead && gate.status() != 304;
        missing = counted ? gate.contentLength() : 0;
        chunking = form == BodyForm.CHUNKED && gate.body() == BodyKind.CHUNKED;
        return missing == 0;
    }

    /** Takes so many octets; returns whether they are as the head says. */
    boolean take(int size, boolean ends) {
        missing -= counted ? size : 0;
        return headSeen && !(counted && (missing < 0 || (ends && missing != 0))) && !(answersHead && size > 0);
    }

    /** Tells whether all octets that the head names have come. */
    boolean whole() {
        return !counted || missing == 0;
    }
}
