package io.spillway.sync.ingest;

import java.nio.file.Path;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Where workloads are written.
 *
 * @param addresses the HTTP APIs of this IDC's control nodes, at least one; they are tried in turn
 * @param tokenFile has the bearer token, which is read again when it is refused; null when none is needed
 */
public record ApiSettings(List<HostPort> addresses, @Nullable Path tokenFile) {

    /** Copies the list. */
    public ApiSettings {
        addresses = List.copyOf(addresses);
    }

    /** Reads the key {@code api} of registry-sync. */
    public static ApiSettings read(Decoder api) {
        List<HostPort> addresses = api.list("addresses", HostPort.CONNECT);
        if (addresses.isEmpty()) {
            api.violation("addresses", "list of at least one host:port");
        }
        String token = api.optional("tokenFile", ScalarType.SOME_TEXT);
        return new ApiSettings(addresses, token == null ? null : Path.of(token));
    }
}
