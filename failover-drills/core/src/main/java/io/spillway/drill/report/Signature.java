package io.spillway.drill.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A detached signature of report.json beside it, in {@code report.json.sig}: Ed25519 (RFC 8032) in base64. Keys are PEM files as
 * {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout} write them.
 */
public final class Signature {

    private static final String ALGORITHM = "Ed25519";
    private static final String SIGNED = "report.json";
    private static final String FILE = "report.json.sig";

    private Signature() {}

    /**
     * Reads a private key.
     *
     * @throws IOException
     *             when the file has none
     */
    public static PrivateKey privateKey(Path pem) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + ": " + e.getMessage() + " (expected: an Ed25519 private key, PKCS #8)", e);
        }
    }

    /**
     * Reads a public key.
     *
     * @throws IOException
     *             when the file has none
     */
    public static PublicKey publicKey(Path pem) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der(pem, "PUBLIC KEY")));
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + ": " + e.getMessage() + " (expected: an Ed25519 public key)", e);
        }
    }

    private static byte[] der(Path pem, String label) throws IOException {
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IOException(pem + ": no " + label + " (expected: a PEM file with one)");
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new IOException(pem + ": " + e.getMessage() + " (expected: base64)", e);
        }
    }

    /** Signs the report of a folder. */
    public static void sign(Path folder, PrivateKey key) throws IOException {
        try {
            java.security.Signature signature = java.security.Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(Files.readAllBytes(folder.resolve(SIGNED)));
            Files.writeString(folder.resolve(FILE), Base64.getEncoder().encodeToString(signature.sign()) + "\n");
        } catch (GeneralSecurityException e) {
            throw new IOException(folder + ": the report cannot be signed: " + e.getMessage(), e);
        }
    }

    /**
     * Returns whether the report of a folder is as it was when the owner of the key signed it.
     *
     * @throws IOException
     *             when there is no report or no signature
     */
    public static boolean holds(Path folder, PublicKey key) throws IOException {
        byte[] signed = Files.readAllBytes(folder.resolve(SIGNED));
        try {
            java.security.Signature signature = java.security.Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(signed);
            return signature.verify(Base64.getDecoder().decode(Files.readString(folder.resolve(FILE)).strip()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
