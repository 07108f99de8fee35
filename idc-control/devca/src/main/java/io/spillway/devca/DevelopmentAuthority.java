package io.spillway.devca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for development and tests. Its key lies unprotected in a file: whoever reads that file is trusted
 * by everything that trusts this authority, which is why its name says what it is. Immutable; safe for all threads.
 */
public final class DevelopmentAuthority {
    /** What every subject of its certificates has as its organisational unit. */
    public static final String WARNING = "DEVELOPMENT ONLY - NOT FOR PRODUCTION";
    /** How long the authority itself is valid. */
    public static final int DAYS = 365;

    private static final String ORGANISATION = "Spillway development CA";
    private static final String CERTIFICATE = "development-ca.pem";
    private static final String KEY = "development-ca.key";

    private final Issued own;
    private final SecureRandom random;

    private DevelopmentAuthority(Issued own, SecureRandom random) {
        this.own = own;
        this.random = random;
    }

    /** Returns a new authority that is in no file. */
    public static DevelopmentAuthority create(Instant now, SecureRandom random) {
        KeyPair pair = KeyKind.P256.newPair();
        X500Name name = subject(ORGANISATION + " " + Long.toHexString(random.nextLong()));
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(name, serial(random),
                Date.from(now.minusSeconds(3600)), Date.from(now.plus(DAYS, ChronoUnit.DAYS)), name, pair.getPublic());
        try {
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            X509Certificate signed = sign(certificate, pair.getPrivate(), KeyKind.P256.signature());
            return new DevelopmentAuthority(new Issued(List.of(signed), pair.getPrivate()), random);
        } catch (CertIOException e) {
            throw new IllegalStateException("the authority's certificate cannot be made", e);
        }
    }

    /**
     * Returns the authority of a folder; makes one when there is none or when it has ended.
     *
     * @throws IOException when a file cannot be read or written; the message names it
     */
    public static DevelopmentAuthority in(Path folder, Instant now, SecureRandom random) throws IOException {
        Path certificate = folder.resolve(CERTIFICATE);
        Path key = folder.resolve(KEY);
        if (Files.exists(certificate) && Files.exists(key)) {
            Issued read = read(certificate, key);
            if (read.certificate().getNotAfter().toInstant()
                    .isAfter(now.plus(CertificateRequest.DAYS, ChronoUnit.DAYS))) {
                return new DevelopmentAuthority(read, random);
            }
        }
        DevelopmentAuthority created = create(now, random);
        created.own.write(certificate, key);
        return created;
    }

    /**
     * Returns what two files hold.
     *
     * @throws IOException when that is not a certificate and a key; the message names the file
     */
    static Issued read(Path certificate, Path key) throws IOException {
        try {
            X509Certificate parsed = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate)));
            byte[] der = Pem.der("PRIVATE KEY", Files.readString(key));
            return new Issued(List.of(parsed), KeyFactory.getInstance(parsed.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(certificate + ", " + key + ": no certificate with its key: " + e.getMessage(), e);
        }
    }

    /** Returns the file of a folder's authority that others must trust. */
    public static Path certificateFile(Path folder) {
        return folder.resolve(CERTIFICATE);
    }

    /** Returns the authority's own certificate, which others must trust. */
    public X509Certificate certificate() {
        return own.certificate();
    }

    /** Returns the authority's own certificate as PEM text. */
    public String certificatePem() {
        return own.certificatePem();
    }

    /** Returns a certificate with a new P-256 key. */
    public Issued issue(CertificateRequest request) {
        return issue(request, KeyKind.P256);
    }

    /** Returns a certificate with a new key. */
    public Issued issue(CertificateRequest request, KeyKind kind) {
        KeyPair pair = kind.newPair();
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(own.certificate(), serial(random),
                Date.from(request.notBefore()), Date.from(request.notAfter()),
                subject(request.subject()), pair.getPublic());
        try {
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
                    new KeyPurposeId[]{KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
            certificate.addExtension(Extension.subjectAlternativeName, false, names(request));
            return new Issued(List.of(sign(certificate, own.key(), KeyKind.P256.signature())), pair.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalStateException("the certificate of " + request.subject() + " cannot be made", e);
        }
    }

    /** Returns whether this authority signed the certificate. */
    boolean signed(X509Certificate certificate) {
        try {
            certificate.verify(own.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static GeneralNames names(CertificateRequest request) {
        List<GeneralName> names = new ArrayList<>();
        if (request.identity() != null) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, request.identity().uri()));
        }
        request.uris().forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        request.names().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        request.addresses()
                .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress())));
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }

    private static X500Name subject(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, ORGANISATION).addRDN(BCStyle.OU, WARNING)
                .addRDN(BCStyle.CN, commonName).build();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder certificate, PrivateKey key, String algorithm) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(certificate.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate cannot be signed", e);
        }
    }
}
