package io.spillway.gateway.proxy.tls;

import java.nio.file.Path;

/**
 * Who this process is, by files that it alone reads.
 *
 * @param files its certificate with a SPIFFE id, and the key
 * @param trust the authorities whose certificates it believes
 * @param trustDomain its trust domain, which is also that of everybody it talks to
 */
public record Identity(CertificateFiles files, Path trust, String trustDomain) {}
