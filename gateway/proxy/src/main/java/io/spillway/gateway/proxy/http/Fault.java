package io.spillway.gateway.proxy.http;

/** Why bytes are not an HTTP/1 message that we would pass on. */
public enum Fault {
    NOT_HTTP(400, "bad_request", "the first line names no protocol: this is not HTTP"), START_LINE(400, "bad_request",
            "the start line is not 'method SP target SP HTTP/1.x'"), BARE_LINE_END(400,
                    "bad_request", "a line must end with CR LF"), FIELD_NAME(400, "bad_request",
                            "a field line must be 'name: value' with a token as name and no leading space"), FIELD_VALUE(
                                    400,
                                    "bad_request", "a field value holds a control character"), HEAD_TOO_LARGE(431,
                                            "too_large",
                                            "the head is larger than the limit"), TOO_MANY_FIELDS(431, "too_large",
                                                    "the head has more fields than the limit"), HTTP2(505,
                                                            "not_supported",
                                                            "HTTP/2 is not spoken on this listener"), VERSION(505,
                                                                    "not_supported",
                                                                    "only HTTP/1.0 and HTTP/1.1 are spoken on this listener"), HOST_COUNT(
                                                                            400, "bad_request",
                                                                            "exactly one Host field is expected"), HOST_VALUE(
                                                                                    400, "bad_request",
                                                                                    "the Host field is not a host with an optional port"), TARGET(
                                                                                            400, "bad_request",
                                                                                            "the request target must be '/...', 'http://host/...' or, for OPTIONS, '*'"), TARGET_HOST(
                                                                                                    400, "bad_request",
                                                                                                    "the target's host differs from the Host field"), CONTENT_LENGTH(
                                                                                                            400,
                                                                                                            "bad_request",
                                                                                                            "Content-Length must appear once and be decimal digits"), TRANSFER_ENCODING(
                                                                                                                    400,
                                                                                                                    "bad_request",
                                                                                                                    "Transfer-Encoding must appear once, be 'chunked' and be sent with HTTP/1.1"), LENGTH_AND_ENCODING(
                                                                                                                            400,
                                                                                                                            "bad_request",
                                                                                                                            "Content-Length and Transfer-Encoding exclude each other"), EXPECT(
                                                                                                                                    417,
                                                                                                                                    "bad_request",
                                                                                                                                    "the only known expectation is 100-continue"), CONNECT(
                                                                                                                                            400,
                                                                                                                                            "bad_request",
                                                                                                                                            "a CONNECT must name host:port, in its target and in its Host field, and have no body"), UPGRADE(
                                                                                                                                                    501,
                                                                                                                                                    "not_supported",
                                                                                                                                                    "an upgrade must name one protocol"), UPGRADE_BODY(
                                                                                                                                                            400,
                                                                                                                                                            "bad_request",
                                                                                                                                                            "a request to upgrade must have no body, and be a GET for websocket"), CHUNK(
                                                                                                                                                                    400,
                                                                                                                                                                    "bad_request",
                                                                                                                                                                    "the chunked body is malformed"), TRAILER(
                                                                                                                                                                            400,
                                                                                                                                                                            "bad_request",
                                                                                                                                                                            "a trailer field is malformed or not allowed in trailers"), STATUS(
                                                                                                                                                                                    400,
                                                                                                                                                                                    "bad_request",
                                                                                                                                                                                    "the status is not one that can be passed on");

    private final int status;
    private final String reason;
    private final String text;

    Fault(int status, String reason, String text) {
        this.status = status;
        this.reason = reason;
        this.text = text;
    }

    /** Returns the status that a client gets; a response with a fault is always 502 to the client. */
    public int status() {
        return status;
    }

    /** Returns the reason as metrics, log and {@code x-spillway-refused} name it. */
    public String reason() {
        return reason;
    }

    /** Returns what was expected, for people. */
    public String text() {
        return text;
    }
}
