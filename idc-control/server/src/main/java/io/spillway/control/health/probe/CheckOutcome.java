package io.spillway.control.health.probe;

/** What became of one check. */
public sealed interface CheckOutcome {

    /** Returns the word for it in metrics: one of a few. */
    String word();

    /** Returns what happened, for people. */
    default String reason() {
        return word().replace('_', ' ');
    }

    /** The workload answered as it should. */
    record Passed() implements CheckOutcome {
        @Override
        public String word() {
            return "passed";
        }
    }

    /** Nobody listens there. */
    record Refused() implements CheckOutcome {
        @Override
        public String word() {
            return "refused";
        }
    }

    /** No answer in time. {@code connected} tells whether at least the connection was accepted. */
    record TimedOut(boolean connected) implements CheckOutcome {
        @Override
        public String word() {
            return "timed_out";
        }

        @Override
        public String reason() {
            return connected ? "timed out waiting for the answer" : "timed out connecting";
        }
    }

    /** The connection ended before there was an answer. */
    record Reset() implements CheckOutcome {
        @Override
        public String word() {
            return "reset";
        }
    }

    /** There is no way to it. */
    record Unreachable(String detail) implements CheckOutcome {
        @Override
        public String word() {
            return "unreachable";
        }

        @Override
        public String reason() {
            return "unreachable: " + detail;
        }
    }

    /** Its host name has no address. */
    record Unresolved(String host) implements CheckOutcome {
        @Override
        public String word() {
            return "unresolved";
        }

        @Override
        public String reason() {
            return "no address of " + host;
        }
    }

    /** TLS could not be agreed on. */
    record TlsFailed(String detail) implements CheckOutcome {
        @Override
        public String word() {
            return "tls_failed";
        }

        @Override
        public String reason() {
            return "TLS: " + detail;
        }
    }

    /** An answer with a status that is not expected. */
    record BadStatus(int status) implements CheckOutcome {
        @Override
        public String word() {
            return "bad_status";
        }

        @Override
        public String reason() {
            return "status " + status;
        }
    }

    /** It says itself that it does not serve. */
    record NotServing(String answer) implements CheckOutcome {
        @Override
        public String word() {
            return "not_serving";
        }

        @Override
        public String reason() {
            return "says " + answer;
        }
    }

    /** An answer that is none of the protocol. */
    record BadAnswer(String detail) implements CheckOutcome {
        @Override
        public String word() {
            return "bad_answer";
        }

        @Override
        public String reason() {
            return "bad answer: " + detail;
        }
    }

    /** Returns whether the workload is fine. */
    default boolean passed() {
        return this instanceof Passed;
    }
}
