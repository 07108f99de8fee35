package io.spillway.gateway.route;

/** What may be tried again. */
public enum RetryOn {
    /** No connection came about: nothing was sent. */
    CONNECT_FAILURE,
    /** The connection ended before the request was sent, or a gateway refused the request without passing it on. */
    REFUSED,
    /** The connection ended, or time did, after the request was sent and before an answer came; idempotent requests only. */
    RESET,
    /** 502, 503 or 504 was answered; idempotent requests only. */
    GATEWAY_ERROR,
    /** 500..599 was answered; idempotent requests only. */
    SERVER_ERROR,
    /** One of the listed statuses was answered; idempotent requests only. */
    STATUS
}
