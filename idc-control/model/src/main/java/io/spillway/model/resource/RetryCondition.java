package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/** What a failed attempt must be to be tried again; words of Envoy's {@code retry_on}. */
public enum RetryCondition {
    CONNECT_FAILURE("connect-failure"), REFUSED_STREAM("refused-stream"), RESET_BEFORE_REQUEST(
            "reset-before-request"), RESET(
                    "reset"), UNAVAILABLE("unavailable"), GATEWAY_ERROR("gateway-error"), SERVER_ERROR("5xx"),
    /** Whatever went wrong, when the method may be repeated; a word of ours, which a stock Envoy passes over. */
    IDEMPOTENT("idempotent");

    private final String word;

    RetryCondition(String word) {
        this.word = word;
    }

    /** Returns the word in documents and in xDS. */
    public String word() {
        return word;
    }

    /** Returns the condition with that word, or null. */
    public static @Nullable RetryCondition ofWord(String word) {
        for (RetryCondition condition : values()) {
            if (condition.word.equals(word)) {
                return condition;
            }
        }
        return null;
    }
}
