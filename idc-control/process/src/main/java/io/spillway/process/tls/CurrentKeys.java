package io.spillway.process.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import io.spillway.process.tls.OwnIdentity.Generation;
import io.spillway.process.tls.OwnIdentity.Generations;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest certificate. A handshake first chooses an alias and then asks for what it stands for: when the files
 * change in between it still gets the chain and the key that belong together. Safe for all threads.
 */
final class CurrentKeys extends X509ExtendedKeyManager {
    private final Supplier<Generations> generations;

    CurrentKeys(Supplier<Generations> generations) {
        this.generations = generations;
    }

    private X509ExtendedKeyManager newest() {
        return generations.get().current().keys();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Generations now = generations.get();
        X509Certificate[] chain = now.current().keys().getCertificateChain(alias);
        Generation before = now.previous();
        return chain != null || before == null ? chain : before.keys().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Generations now = generations.get();
        PrivateKey key = now.current().keys().getPrivateKey(alias);
        Generation before = now.previous();
        return key != null || before == null ? key : before.keys().getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return newest().getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return newest().chooseClientAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyType, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        return newest().chooseEngineClientAlias(keyType, issuers, engine);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return newest().getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return newest().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        return newest().chooseEngineServerAlias(keyType, issuers, engine);
    }
}
