package io.spillway.process.admin;

import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;

/** A whole answer of the admin listener. */
record Answer(int status, String contentType, String body) {

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body);
    }

    static Answer json(int status, Tree body) {
        return new Answer(status, "application/json", JsonText.writeIndented(body) + "\n");
    }

    static Answer methodNotAllowed() {
        return text(405, "method not allowed\n");
    }
}
