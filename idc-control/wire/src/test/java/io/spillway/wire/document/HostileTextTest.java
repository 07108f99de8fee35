package io.spillway.wire.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.spillway.model.resource.Kind;
import io.spillway.wire.record.Records;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers answer every text with a tree or a violation: they throw nothing and come to an end soon. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTextTest {

    private static final String TOKENS = "{}[]:,-?&*!|>'\"%@`#\n\t \\/~.09azxu<=\u0000\u0085\u2028\ufeff\ud83d";

    private static final List<Kind> KINDS = List.of(Kind.values());

    private final Random random = new Random(2026);

    @Test
    void randomBytes() {
        byte[] bytes = new byte[200];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(bytes);
            read(new String(bytes, 0, random.nextInt(bytes.length), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void randomTokens() {
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            read(text.toString());
        }
    }

    @Test
    void mutatedResources() {
        GeneratedResources generated = new GeneratedResources(random);
        for (int i = 0; i < 1_000; i++) {
            Kind kind = KINDS.get(i % KINDS.size());
            var tree = ResourceDocuments.write(generated.next(kind));
            StringBuilder text = new StringBuilder(i % 2 == 0 ? YamlText.write(tree) : JsonText.write(tree));
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                mutate(text);
            }
            read(text.toString());
        }
    }

    @Test
    void longTexts() {
        for (String piece : new String[]{"a", "- ", "{", "[", "a:\n ", "? ", "'", "\"", "# x\n", "&a ", "!", "a: b\n",
                "[a,", "\\", "---\n", "|\n", "%", "{a: [", "\t", "a,", ": "}) {
            read(piece.repeat(20_000));
            read("[" + piece.repeat(20_000));
        }
    }

    @Test
    void mutatedRecords() {
        GeneratedResources generated = new GeneratedResources(random);
        for (int i = 0; i < 1_000; i++) {
            Kind kind = KINDS.get(i % KINDS.size());
            byte[] bytes = Records
                    .encode(new io.spillway.wire.record.StoredResource(generated.next(kind), "somebody", 1));
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Records.decode(bytes, 1);
            Records.encodeOver(new io.spillway.wire.record.StoredResource(generated.next(kind), "", 1), bytes);
        }
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, TOKENS.charAt(random.nextInt(TOKENS.length())));
            case 2 -> text.setLength(Math.max(1, at));
            default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
        }
        if (text.isEmpty()) {
            text.append('x');
        }
    }

    private static void read(String text) {
        ResourceDocuments.parse(text);
        Documents.parse(text, name -> null);
        JsonText.parse(text);
    }
}
