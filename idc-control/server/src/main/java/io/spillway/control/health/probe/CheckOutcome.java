package io.spillway.control.health.probe;

/** What became of one check. */
public sealed interface CheckOutcome {

    /** The workload answered as it should. */
    record Passed() implements CheckOutcome {}

    /** Nobody listens there. */
    record Refused() implements CheckOutcome {}

    /** No answer in time. {@code connected} tells whether at least the connection was accepted. */
    record TimedOut(boolean connected) implements CheckOutcome {}

    /** The connection ended before there was an answer. */
    record Reset() implements CheckOutcome {}

    /** There is no way to it. */
    record Unreachable(String detail) implements CheckOutcome {}

    /** Its host name has no address. */
    record Unresolved(String host) implements CheckOutcome {}

    /** TLS could not be agreed on. */
    record TlsFailed(String detail) implements CheckOutcome {}

    /** An answer with a status that is not expected. */
    record BadStatus(int status) implements CheckOutcome {}

    /** It says itself that it does not serve. */
    record NotServing(String answer) implements CheckOutcome {}

    /** An answer that is none of the protocol. */
    record BadAnswer(String detail) implements CheckOutcome {}

    /** Returns the word for it in metrics: one of a few. */
    default String word() {
        return switch (this) {
            case Passed _ -> "passed";
            case Refused _ -> "refused";
            case TimedOut _ -> "timed_out";
            case Reset _ -> "reset";
            case Unreachable _ -> "unreachable";
            case Unresolved _ -> "unresolved";
            case TlsFailed _ -> "tls_failed";
            case BadStatus _ -> "bad_status";
            case NotServing _ -> "not_serving";
            case BadAnswer _ -> "bad_answer";
        };
    }

    /** Returns what happened, for people. */
    default String reason() {
        return switch (this) {
            case Passed _,Refused _,Reset _ -> word();
            case TimedOut(boolean connected) ->
                connected ? "timed out waiting for the answer" : "timed out connecting";
            case Unreachable(String detail) -> "unreachable: " + detail;
            case Unresolved(String host) -> "no address of " + host;
            case TlsFailed(String detail) -> "TLS: " + detail;
            case BadStatus(int status) -> "status " + status;
            case NotServing(String answer) -> "says " + answer;
            case BadAnswer(String detail) -> "bad answer: " + detail;
        };
    }

    /** Returns whether the workload is fine. */
    default boolean passed() {
        return this instanceof Passed;
    }
}
