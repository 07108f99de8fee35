package io.spillway.gateway.proxy.tls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Credentials;
import io.spillway.process.tls.Loaded;
import io.spillway.process.tls.PeerCheck;
import io.spillway.process.tls.PeerRule;
import io.spillway.process.tls.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What a listener's handshakes use until its files change: one context per certificate, found by the name that the client
 * asks for. Immutable; safe for all threads.
 */
final class ServerContexts {
    private static final Map<ServerTlsSettings.Clients, ClientAuth> CLIENT_AUTH = Map.of(
            ServerTlsSettings.Clients.NONE, ClientAuth.NONE, ServerTlsSettings.Clients.OPTIONAL, ClientAuth.OPTIONAL,
            ServerTlsSettings.Clients.REQUIRED, ClientAuth.REQUIRE);

    private final SslContext first;
    private final Map<String, SslContext> byName;
    private final Resumable resumable;
    private final boolean strictNames;
    private final Instant notAfter;

    private ServerContexts(Map<String, SslContext> byName, Resumable resumable, boolean strictNames,
            Instant notAfter) {
        this.first = resumable.contexts.getFirst();
        this.byName = Map.copyOf(byName);
        this.resumable = resumable;
        this.strictNames = strictNames;
        this.notAfter = notAfter;
    }

    /** Reads all files. */
    static Loaded<ServerContexts> load(ServerTlsSettings settings, TlsProvider provider, Instant now) {
        Trust trust = null;
        if (settings.trust() != null) {
            switch (Trust.read(settings.trust())) {
                case Loaded.Good<Trust>(Trust read) -> trust = read;
                case Loaded.Bad<Trust>(String reason) -> {
                    return new Loaded.Bad<>(reason);
                }
            }
        }
        List<Credentials> all = new ArrayList<>();
        for (CertificateFiles files : settings.certificates()) {
            switch (Credentials.read(files, now)) {
                case Loaded.Good<Credentials>(Credentials read) -> all.add(read);
                case Loaded.Bad<Credentials>(String reason) -> {
                    return new Loaded.Bad<>(reason);
                }
            }
        }
        try {
            return new Loaded.Good<>(build(settings, provider, all, trust));
        } catch (SSLException e) {
            return new Loaded.Bad<>(settings.certificates().getFirst().certificate() + ": cannot be used: "
                    + e.getMessage());
        }
    }

    private static ServerContexts build(ServerTlsSettings settings, TlsProvider provider, List<Credentials> all,
            @Nullable Trust trust) throws SSLException {
        List<SslContext> contexts = new ArrayList<>();
        Map<String, SslContext> byName = new HashMap<>();
        Instant notAfter = Instant.MAX;
        for (Credentials credentials : all) {
            SslContext context = context(settings, provider, credentials, trust);
            contexts.add(context);
            credentials.names().forEach(name -> byName.putIfAbsent(name, context));
            notAfter = credentials.notAfter().isBefore(notAfter) ? credentials.notAfter() : notAfter;
        }
        return new ServerContexts(byName, new Resumable(contexts, trust == null), settings.strictNames(), notAfter);
    }

    private static SslContext context(ServerTlsSettings settings, TlsProvider provider, Credentials credentials,
            @Nullable Trust trust) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(credentials.key(), credentials.chainArray());
        Suite.apply(builder, provider, settings.oldest(), settings.protocols());
        if (trust != null) {
            PeerRule rule = settings.trustDomain() == null ? null : PeerRule.crossing(settings.trustDomain());
            builder.clientAuth(CLIENT_AUTH.getOrDefault(settings.clients(), ClientAuth.REQUIRE))
                    .trustManager(new PeerCheck(trust, rule));
        }
        SslContext context = builder.build();
        if (trust != null) {
            // A resumed session is not checked again, and would outlive the certificate that opened it.
            Resumption.off(context);
        }
        return context;
    }

    /** Returns what a client that asks for this name gets; null when it is refused. */
    @Nullable
    SslContext find(@Nullable String asked) {
        if (asked == null) {
            return first;
        }
        String name = asked.toLowerCase(Locale.ROOT);
        SslContext exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        SslContext wildcard = dot < 0 ? null : byName.get("*" + name.substring(dot));
        if (wildcard != null) {
            return wildcard;
        }
        return strictNames ? null : first;
    }

    /** Lets sessions be taken up again, where the client's certificate is not asked for. */
    void allowTickets(List<OpenSslSessionTicketKey> current, List<OpenSslSessionTicketKey> previous) {
        for (int i = 0; resumable.allowed && i < resumable.contexts.size(); i++) {
            Resumption.on(resumable.contexts.get(i), current.get(i), previous.isEmpty() ? null : previous.get(i));
        }
    }

    /** Returns how many certificates there are. */
    int count() {
        return resumable.contexts.size();
    }

    private record Resumable(List<SslContext> contexts, boolean allowed) {}

    /** Returns when the first of the certificates ends. */
    Instant notAfter() {
        return notAfter;
    }
}
