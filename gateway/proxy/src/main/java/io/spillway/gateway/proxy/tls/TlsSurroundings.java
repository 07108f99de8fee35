package io.spillway.gateway.proxy.tls;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;

import io.spillway.model.time.Ticker;

/**
 * What TLS takes from outside.
 *
 * @param provider who does the cryptography
 * @param clock for the validity of certificates
 * @param ticker for how old session keys are
 * @param secrets makes the keys of session tickets
 * @param tasks runs what would hold an event loop in a handshake
 * @param events hears of handshakes and certificates
 */
public record TlsSurroundings(TlsProvider provider, InstantSource clock, Ticker ticker, SecureRandom secrets,
        Executor tasks, TlsEvents events) {}
