package io.spillway.ctl.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.Connector;
import io.spillway.ctl.client.ControlClient;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.client.ServerAddress;
import io.spillway.ctl.client.TlsConnector;
import io.spillway.model.document.Shown;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb that asks a control plane. */
abstract class ServerVerb extends Verb {

    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    static final String DEFAULT_SERVER = "127.0.0.1:17000";

    private static final String AUTHOR = "X-Spillway-Author";

    @Option(names = "--server", paramLabel = "HOST:PORT[,..]", order = 91, description = "Control plane; the next one is asked when one does not answer (default: $SPILLWAY_SERVER, "
            + "then " + DEFAULT_SERVER + "). With TLS: https://HOST:PORT.")
    String server = "";

    @Option(names = "--token-file", paramLabel = "FILE", order = 92, description = "File with the bearer token of this person (default: $SPILLWAY_TOKEN_FILE). It is read for every request, so that a newer token may be put there meanwhile.")
    @Nullable
    Path tokenFile;

    @Option(names = "--ca", paramLabel = "FILE", order = 93, description = "PEM certificates to trust (https only).")
    @Nullable
    Path ca;

    @Option(names = "--cert", paramLabel = "FILE", order = 94, description = "PEM certificate to show (https only).")
    @Nullable
    Path cert;

    @Option(names = "--key", paramLabel = "FILE", order = 95, description = "Its PKCS #8 PEM private key.")
    @Nullable
    Path key;

    @Option(names = "--break-glass", paramLabel = "TEXT", order = 95, description = "Why a break-glass certificate is used: the control plane asks for it and writes it down.")
    String glass = "";

    @Option(names = "--approval", paramLabel = "ID", order = 95, description = "Makes use of what another person has approved (see: spillway approve).")
    String approval = "";

    @Option(names = "--timeout", paramLabel = "TIME", order = 96, converter = DurationConverter.class, description = "How long an answer may take, as in 500ms or 10s (default: 10s).")
    @Nullable
    Duration timeout;

    @Option(names = {"-v", "--verbose"}, order = 97, description = "Says what is asked of whom.")
    boolean verbose;

    final Surroundings surroundings;
    private @Nullable ControlClient client;
    /** Those that the client says. */
    private List<String> said = List.of();

    ServerVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns how long one request may take. */
    Duration requestTimeout() {
        return Objects.requireNonNullElse(timeout, REQUEST_TIMEOUT);
    }

    /** Returns what a question gets for an answer; ends the verb when it gets none. */
    final JsonView ask(Request request) throws VerbFailed {
        return Failures.done(client().send(request), "");
    }

    /** Sends a write in this person's name. */
    final Answer write(Request request) throws VerbFailed {
        return client().send(request.with(AUTHOR, surroundings.author().get()));
    }

    final ControlClient client() throws VerbFailed {
        ControlClient ready = client;
        List<String> headers = headers();
        if (ready == null || !headers.equals(said)) {
            ready = client(servers(), headers);
            client = ready;
            said = headers;
        }
        return ready;
    }

    /** Returns a new client that asks one of these. */
    final ControlClient client(List<ServerAddress> some) throws VerbFailed {
        return client(some, headers());
    }

    private ControlClient client(List<ServerAddress> some, List<String> headers) throws VerbFailed {
        return new ControlClient(new ControlClient.Settings(some, headers, requestTimeout(), line -> {
            if (verbose) {
                say(line);
            }
        }), connector(servers()), surroundings.ticker());
    }

    /**
     * Returns a new client for questions to an address that a control plane has said. It is told the token only when this
     * person has given the address too, or when its certificate is of the authority that this person has given.
     */
    final ControlClient reader(ServerAddress address) throws VerbFailed {
        return client(List.of(address),
                (address.tls() && ca != null) || servers().contains(address) ? headers() : List.of());
    }

    /** Returns the addresses that are given. */
    final List<ServerAddress> servers() throws VerbFailed {
        String fromEnvironment = surroundings.environment().apply("SPILLWAY_SERVER");
        boolean given = !server.isEmpty();
        String text = given
                ? server
                : fromEnvironment == null || fromEnvironment.isBlank() ? DEFAULT_SERVER : fromEnvironment;
        List<ServerAddress> servers = ServerAddress.parseAll(text);
        if (servers == null) {
            throw new VerbFailed(ExitCode.USAGE, (given ? "--server" : "SPILLWAY_SERVER") + ": \"" + text
                    + "\" (expected: " + ServerAddress.EXPECTED + ")");
        }
        return servers;
    }

    private List<String> headers() throws VerbFailed {
        List<String> headers = new ArrayList<>();
        String fromEnvironment = surroundings.environment().apply("SPILLWAY_TOKEN_FILE");
        Path file = tokenFile != null || fromEnvironment == null || fromEnvironment.isBlank()
                ? tokenFile
                : Path.of(fromEnvironment);
        if (file != null) {
            String where = (tokenFile == null ? "SPILLWAY_TOKEN_FILE: " : "--token-file: ") + file;
            String token = readToken(file, where);
            if (!token.matches("[!-~]+")) {
                throw new VerbFailed(ExitCode.USAGE, where
                        + (token.isEmpty() ? " is empty" : " holds more than a token")
                        + " (expected: one token of visible ASCII characters)");
            }
            headers.add("Authorization: Bearer " + token);
        }
        if (!glass.isEmpty()) {
            if (!glass.matches("[ -~]{1,200}")) {
                throw new VerbFailed(ExitCode.USAGE, "--break-glass: " + Shown.text(glass)
                        + " (expected: 1 to 200 characters of printable ASCII)");
            }
            headers.add("X-Spillway-Reason: " + glass);
        }
        if (!approval.isEmpty()) {
            if (!approval.matches("[0-9a-f]{1,40}")) {
                throw new VerbFailed(ExitCode.USAGE, "--approval: " + Shown.text(approval)
                        + " (expected: the id that the refusal said)");
            }
            headers.add("X-Spillway-Approval: " + approval);
        }
        return headers;
    }

    private static String readToken(Path file, String where) throws VerbFailed {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, where + " cannot be read: " + Failures.reason(e));
        }
    }

    private Connector connector(List<ServerAddress> servers) throws VerbFailed {
        boolean tls = servers.stream().anyMatch(ServerAddress::tls);
        if (!tls && (ca != null || cert != null || key != null)) {
            throw new VerbFailed(ExitCode.USAGE, "--ca, --cert and --key are for TLS, but --server is "
                    + servers.getFirst() + " (expected: https://" + servers.getFirst() + ")");
        }
        if ((cert == null) != (key == null)) {
            throw new VerbFailed(ExitCode.USAGE, "--cert and --key: only one of them is given (expected: both)");
        }
        if (!tls) {
            return Connector.plain();
        }
        try {
            return TlsConnector.of(ca, cert, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new VerbFailed(ExitCode.USAGE, "--ca, --cert, --key: " + Failures.reason(e));
        }
    }
}
