package io.spillway.devca;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kind of a key pair. */
public enum KeyKind {
    /** ECDSA on P-256: the cheapest handshake that every client knows. */
    P256("SHA256withECDSA"),
    /** RSA of 2,048 bits. */
    RSA2048("SHA256withRSA");

    private final String signature;

    KeyKind(String signature) {
        this.signature = signature;
    }

    String signature() {
        return signature;
    }

    KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(this == P256 ? "EC" : "RSA");
            generator.initialize(this == P256
                    ? new ECGenParameterSpec("secp256r1")
                    : new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name() + " keys cannot be made by this JDK", e);
        }
    }
}
