package io.spillway.model.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a health check asks of a workload. */
public sealed interface HealthProbe {

    /** Returns the word for it in documents and metrics. */
    String word();

    /**
     * A GET of HTTP/1.1.
     *
     * @param path begins with a slash
     * @param host what the Host header says, null for the workload's address
     * @param statuses answers with one of these are good; at least one
     * @param tls whether to ask by TLS; the certificate is not looked at, as a check is about life and not about identity
     */
    record Http(String path, @Nullable String host, List<StatusRange> statuses, boolean tls) implements HealthProbe {

        /** Statuses of a check that names none. */
        public static final List<StatusRange> SUCCESSES = List.of(new StatusRange(200, 299));

        /** Copies the list. */
        public Http {
            statuses = List.copyOf(statuses);
        }

        /** Returns whether an answer is good. */
        public boolean accepts(int status) {
            return statuses.stream().anyMatch(range -> range.contains(status));
        }

        @Override
        public String word() {
            return "http";
        }
    }

    /** A connection that is accepted. */
    record Tcp() implements HealthProbe {

        @Override
        public String word() {
            return "tcp";
        }
    }

    /**
     * A call of {@code grpc.health.v1.Health/Check}, in the clear.
     *
     * @param service the name that is asked about; empty for the whole process
     */
    record Grpc(String service) implements HealthProbe {

        @Override
        public String word() {
            return "grpc";
        }
    }

    /** Statuses from {@code first} to {@code last}, both included, 100..599. */
    record StatusRange(int first, int last) {

        /** Returns whether a status is one of these. */
        public boolean contains(int status) {
            return status >= first && status <= last;
        }
    }
}
