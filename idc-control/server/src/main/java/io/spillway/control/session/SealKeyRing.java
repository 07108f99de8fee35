package io.spillway.control.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The keys that seal, the newest first: that one seals, all of them open. Sealing is AES-256-GCM with 96 random bits as the nonce
 * (NIST SP 800-38D, 8.2.2: at most 2^32 of them by one key, and a key seals for a day). What a text is for is sealed with it: a
 * session is no exchange token, whoever shows it.
 */
record SealKeyRing(List<SealKey> keys) {

    /** Nobody has made a key yet. */
    static final SealKeyRing EMPTY = new SealKeyRing(List.of());
    /** So long a key seals. */
    static final Duration SEALS = Duration.ofDays(1);
    /** So long it opens: what it has sealed last must live to its end, and clocks of nodes differ a little. */
    static final Duration OPENS = SEALS.plus(Sessions.LONGEST).plus(Duration.ofHours(1));

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 6 * 1024;

    /** What came of opening a text. */
    sealed interface Opened {

        /** What was sealed. */
        record Text(String text) implements Opened {}

        /** It is of a key that is not here. */
        record OtherKey(String id) implements Opened {}

        /** It is nothing that was ever sealed for this. */
        record Forged() implements Opened {}
    }

    /** Copies the list. */
    SealKeyRing {
        keys = List.copyOf(keys);
    }

    /** Returns whether a new key is due. */
    boolean due(Instant now) {
        return keys.isEmpty() || !now.isBefore(keys.getFirst().made().plus(SEALS));
    }

    /** Returns the ring with another key, without those that open nothing any more. */
    SealKeyRing with(SealKey fresh, Instant now) {
        List<SealKey> some = new ArrayList<>(List.of(fresh));
        keys.stream().filter(key -> now.isBefore(key.made().plus(OPENS))).forEach(some::add);
        return new SealKeyRing(some);
    }

    /** Returns a text that only a node with this key opens, and only for the same purpose. Visible ASCII, no space. */
    String seal(String purpose, String text, RandomGenerator random) {
        SealKey key = keys.getFirst();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, purpose);
            byte[] sealed = cipher.doFinal(text.getBytes(UTF_8));
            byte[] all = new byte[NONCE + sealed.length];
            System.arraycopy(nonce, 0, all, 0, NONCE);
            System.arraycopy(sealed, 0, all, NONCE, sealed.length);
            return key.id() + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without AES-GCM", e);
        }
    }

    /** Opens a text. */
    Opened open(String purpose, String text) {
        if (text.length() <= SealKey.ID_DIGITS || text.length() > LONGEST) {
            return new Opened.Forged();
        }
        String id = text.substring(0, SealKey.ID_DIGITS);
        Optional<SealKey> key = keys.stream().filter(each -> each.id().equals(id)).findFirst();
        if (key.isEmpty()) {
            return new Opened.OtherKey(id);
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text.substring(SealKey.ID_DIGITS));
            if (all.length <= NONCE) {
                return new Opened.Forged();
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), java.util.Arrays.copyOf(all, NONCE), purpose);
            return new Opened.Text(new String(cipher.doFinal(all, NONCE, all.length - NONCE), UTF_8));
        } catch (IllegalArgumentException | AEADBadTagException notSealedByUs) {
            return new Opened.Forged();
        } catch (GeneralSecurityException e) {
            return new Opened.Forged();
        }
    }

    private static Cipher cipher(int mode, SealKey key, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((key.id() + " " + purpose).getBytes(UTF_8));
        return cipher;
    }

    /** Returns it as it is kept. */
    byte[] encode() {
        return String.join("\n", keys.stream().map(SealKey::line).toList()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads what is kept. A line that is none is left out: its sessions end, and nothing else. */
    static SealKeyRing decode(byte[] kept) {
        return new SealKeyRing(new String(kept, StandardCharsets.US_ASCII).lines().map(SealKey::of)
                .filter(Objects::nonNull).sorted(Comparator.comparing(SealKey::made).reversed()).toList());
    }
}
