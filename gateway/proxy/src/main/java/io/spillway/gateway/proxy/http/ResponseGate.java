package io.spillway.gateway.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * The same gate for response heads: what two readers could frame differently is refused, and the upstream connection
 * with it. Used by one upstream connection on its event loop.
 */
public final class ResponseGate {
    private final MessageHead head;
    private final ConnectionOptions options = new ConnectionOptions();
    private boolean http10;
    private int status;
    private boolean upgraded;
    private BodyKind body = BodyKind.NONE;
    private long contentLength;

    public ResponseGate(MessageHead head) {
        this.head = head;
    }

    /** Reads the head just scanned, an answer to HEAD or not; returns why it is refused, or null. */
    public @Nullable Fault check(boolean answersHead) {
        return check(answersHead, null);
    }

    /**
     * The same for an answer to a request that may have asked for something else than an answer: only what was asked for
     * can be agreed to, by 101, or by 2xx where a tunnel was asked for.
     */
    public @Nullable Fault check(boolean answersHead, @Nullable Turn asked) {
        http10 = head.at(head.firstEnd - 1) == '0';
        status = (head.at(head.secondStart) - '0') * 100 + (head.at(head.secondStart + 1) - '0') * 10
                + head.at(head.secondStart + 2) - '0';
        options.read(head);
        contentLength = -1;
        Fault fault = FramingFields.check(head, http10);
        if (fault != null) {
            return fault;
        }
        if (head.count(Field.CONTENT_LENGTH) > 0) {
            contentLength = FramingFields.contentLength(head);
        }
        upgraded = Turn.connects(asked) ? status / 100 == 2 : status == 101;
        if (framedWithoutBody() || (status == 101 && (asked == null || !switches(asked)))) {
            return Fault.STATUS;
        }
        body = bodyKind(answersHead);
        return null;
    }

    /**
     * RFC 9110 section 8.6 and RFC 9112 section 6.1: an answer that cannot have a body must not describe one. A reader that
     * believes the description would take the next answer for it. A length of 0 in a 204 is common and harmless.
     */
    private boolean framedWithoutBody() {
        boolean described = head.count(Field.TRANSFER_ENCODING) > 0 || contentLength > 0;
        return ((status < 200 || upgraded) && (described || contentLength == 0)) || (status == 204 && described);
    }

    private boolean switches(Turn asked) {
        return options.upgrade() && head.count(Field.UPGRADE) == 1
                && head.value(head.first(Field.UPGRADE)).equalsIgnoreCase(asked.protocol());
    }

    private BodyKind bodyKind(boolean answersHead) {
        if (upgraded()) {
            return BodyKind.UNTIL_CLOSE;
        }
        if (answersHead || informational() || status == 204 || status == 304) {
            return BodyKind.NONE;
        }
        if (head.count(Field.TRANSFER_ENCODING) > 0) {
            return BodyKind.CHUNKED;
        }
        if (contentLength < 0) {
            return BodyKind.UNTIL_CLOSE;
        }
        return contentLength == 0 ? BodyKind.NONE : BodyKind.LENGTH;
    }

    public MessageHead head() {
        return head;
    }

    public boolean http10() {
        return http10;
    }

    /** Returns 100..599. */
    public int status() {
        return status;
    }

    /** Tells whether another, final head follows. */
    public boolean informational() {
        return status < 200 && status != 101;
    }

    /** Tells whether what follows is another protocol. */
    public boolean upgraded() {
        return upgraded;
    }

    public BodyKind body() {
        return body;
    }

    /** Returns the declared length, or -1. */
    public long contentLength() {
        return contentLength;
    }

    /** Tells whether the connection may carry another request once this answer is complete. */
    public boolean keepAlive() {
        return body != BodyKind.UNTIL_CLOSE && !options.close() && (!http10 || options.keepAlive());
    }

    /** Tells whether {@code Connection} nominates this line's field to go no further. */
    public boolean nominated(int line) {
        return options.nominates(head, line);
    }

    /** Returns the offset of the status code in the head. */
    public int statusStart() {
        return head.secondStart;
    }

    /** Returns the offset of the end of the status line, without its line end. */
    public int statusLineEnd() {
        return head.thirdEnd;
    }
}
