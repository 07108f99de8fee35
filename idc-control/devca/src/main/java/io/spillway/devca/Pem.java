package io.spillway.devca;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** PEM text (RFC 7468), and files of it that are whole or not there. */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[]{'\n'});

    private Pem() {}

    static String of(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    static byte[] der(String label, String pem) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("PEM text without a " + label);
        }
        return Base64.getMimeDecoder()
                .decode(pem.substring(from + begin.length(), to).getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a file that only its owner reads, or all when {@code secret} is false. */
    static void write(Path file, String text, boolean secret) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path half = Files.createTempFile(parent, "." + file.getFileName(), ".half",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, text);
        if (!secret) {
            Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
