package io.spillway.gateway.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * The gate that a request head must pass before a byte of it is forwarded: everything on which two readers of HTTP/1
 * could disagree is refused. Used by one connection on its event loop.
 */
public final class RequestGate {
    private static final byte[] CONTINUE = Octets.ascii("100-continue");
    static final byte[] WEBSOCKET = Octets.ascii("websocket");
    private static final byte[] H2C = Octets.ascii("h2c");
    private static final byte[] HTTP = Octets.ascii("http://");
    private static final byte[] HTTPS = Octets.ascii("https://");

    private final MessageHead head;
    private final ConnectionOptions options = new ConnectionOptions();
    private boolean http10;
    private BodyKind body = BodyKind.NONE;
    private long contentLength;
    private boolean expectsContinue;
    private @Nullable Turn turn;
    private int pathStart;
    private int pathEnd;
    private int authorityStart;
    private int authorityEnd;

    public RequestGate(MessageHead head) {
        this.head = head;
    }

    /** Reads the head just scanned; returns why it is refused, or null. */
    public @Nullable Fault check() {
        http10 = head.at(head.thirdEnd - 1) == '0';
        body = BodyKind.NONE;
        contentLength = 0;
        expectsContinue = false;
        turn = null;
        options.read(head);
        Fault fault = framing();
        if (fault == null) {
            fault = host();
        }
        if (fault == null) {
            fault = target();
        }
        return fault == null ? extras() : fault;
    }

    private @Nullable Fault framing() {
        Fault fault = FramingFields.check(head, http10);
        if (fault != null) {
            return fault;
        }
        if (head.count(Field.TRANSFER_ENCODING) > 0) {
            body = BodyKind.CHUNKED;
        } else if (head.count(Field.CONTENT_LENGTH) > 0) {
            contentLength = FramingFields.contentLength(head);
            body = contentLength == 0 ? BodyKind.NONE : BodyKind.LENGTH;
        }
        return null;
    }

    private @Nullable Fault host() {
        int hosts = head.count(Field.HOST);
        if (hosts > 1 || (hosts == 0 && !http10)) {
            return Fault.HOST_COUNT;
        }
        if (hosts == 0) {
            authorityStart = 0;
            authorityEnd = 0;
            return null;
        }
        int line = head.first(Field.HOST);
        authorityStart = head.valueStart(line);
        authorityEnd = head.valueEnd(line);
        boolean sound = Octets.isAuthority(head.octets(), authorityStart, authorityEnd);
        return sound ? null : Fault.HOST_VALUE;
    }

    private @Nullable Fault target() {
        pathStart = head.secondStart;
        pathEnd = head.secondEnd;
        if (methodIs("CONNECT")) {
            return connectTarget();
        }
        byte first = head.at(pathStart);
        if (first == '/') {
            return null;
        }
        if (first == '*' && pathEnd - pathStart == 1) {
            return methodIs("OPTIONS") ? null : Fault.TARGET;
        }
        return absoluteForm();
    }

    /** RFC 9112 section 3.2.3: nothing but host and port, and nobody may read another host from the Host field. */
    private @Nullable Fault connectTarget() {
        byte[] octets = head.octets();
        int from = pathStart;
        pathStart = pathEnd;
        if (body != BodyKind.NONE || head.count(Field.CONTENT_LENGTH) > 0
                || !Octets.isAuthority(octets, from, pathEnd)
                || !Octets.endsWithPort(octets, from, pathEnd)) {
            return Fault.CONNECT;
        }
        boolean same = Octets.equalsIgnoreCase(octets, from, pathEnd, authorityStart,
                authorityEnd);
        if (head.count(Field.HOST) > 0 && !same) {
            return Fault.TARGET_HOST;
        }
        authorityStart = from;
        authorityEnd = pathEnd;
        turn = Turn.CONNECT;
        return null;
    }

    private @Nullable Fault absoluteForm() {
        int from = startsWith(HTTP) ? pathStart + HTTP.length : startsWith(HTTPS) ? pathStart + HTTPS.length : -1;
        if (from < 0) {
            return Fault.TARGET;
        }
        int to = from;
        while (to < pathEnd && head.at(to) != '/' && head.at(to) != '?') {
            to++;
        }
        byte[] octets = head.octets();
        if (to == from || !Octets.isAuthority(octets, from, to)) {
            return Fault.TARGET;
        }
        if (head.count(Field.HOST) == 0) {
            authorityStart = from;
            authorityEnd = to;
        } else if (!Octets.equalsIgnoreCase(octets, from, to, authorityStart,
                authorityEnd)) {
            return Fault.TARGET_HOST;
        }
        pathStart = to;
        return null;
    }

    private @Nullable Fault extras() {
        int expectations = head.count(Field.EXPECT);
        if (expectations > 0 && !http10) {
            if (expectations > 1 || !head.valueIs(head.first(Field.EXPECT), CONTINUE)) {
                return Fault.EXPECT;
            }
            expectsContinue = true;
        }
        boolean asks = turn == null && head.count(Field.UPGRADE) > 0 && options.upgrade() && !http10;
        return asks ? upgrade() : null;
    }

    /**
     * An offer of h2c may be declined by going on in HTTP/1.1 (RFC 9110 section 7.8); any other protocol is what the client
     * really needs, so it gets a refusal that it can understand.
     */
    private @Nullable Fault upgrade() {
        int line = head.first(Field.UPGRADE);
        boolean one = head.count(Field.UPGRADE) == 1;
        if (one && head.valueIs(line, H2C)) {
            return null;
        }
        int from = head.valueStart(line);
        if (!one || !Octets.isProtocol(head.octets(), from, head.valueEnd(line))) {
            return Fault.UPGRADE;
        }
        boolean webSocket = head.valueIs(line, WEBSOCKET);
        if (body != BodyKind.NONE || (webSocket && !methodIs("GET"))) {
            return Fault.UPGRADE_BODY;
        }
        turn = webSocket ? Turn.WEBSOCKET : new Turn(head.value(line));
        return null;
    }

    private boolean startsWith(byte[] lowerCase) {
        int from = pathStart;
        return pathEnd - pathStart >= lowerCase.length
                && Octets.equalsIgnoreCase(head.octets(), from, from + lowerCase.length, lowerCase);
    }

    /** Tells whether the method is this one; methods are case-sensitive. */
    public boolean methodIs(String method) {
        if (head.firstEnd != method.length()) {
            return false;
        }
        for (int i = 0; i < method.length(); i++) {
            if (head.at(i) != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the head that was checked. */
    public MessageHead head() {
        return head;
    }

    public boolean http10() {
        return http10;
    }

    public BodyKind body() {
        return body;
    }

    /** Returns the declared length; 0 without one. */
    public long contentLength() {
        return contentLength;
    }

    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** Returns what the client wants the connection to become, null when it stays what it is. */
    public @Nullable Turn turn() {
        return turn;
    }

    /** Tells whether the client wants the connection to stay open. */
    public boolean keepAlive() {
        return !options.close() && (!http10 || options.keepAlive());
    }

    /** Tells whether {@code Connection} nominates this line's field to go no further. */
    public boolean nominated(int line) {
        return options.nominates(head, line);
    }

    /** Returns the offset just after the method. */
    public int methodEnd() {
        return head.firstEnd;
    }

    /** Returns where path and query start in the head; equal to {@link #pathEnd} when the target has none. */
    public int pathStart() {
        return pathStart;
    }

    public int pathEnd() {
        return pathEnd;
    }

    public int authorityStart() {
        return authorityStart;
    }

    public int authorityEnd() {
        return authorityEnd;
    }
}
