package io.spillway.wire.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.spillway.wire.audit.HonestChain.HEAD;
import static io.spillway.wire.audit.HonestChain.HONEST;
import static io.spillway.wire.audit.HonestChain.RECORDS;
import static io.spillway.wire.audit.HonestChain.record;
import static org.assertj.core.api.Assertions.assertThat;

/** Somebody changes a line of an export: whatever he changes is found. */
class AuditLinesTest {

    @Test
    void aLineOfAnExportSaysTheSameAsTheEntryAndComesBack() {
        for (AuditEntry entry : HONEST) {
            String line = JsonText.write(AuditLines.write(entry));
            if (!(JsonText.parse(line) instanceof Decoded.Valid<Tree>(Tree document))
                    || !(AuditLines.read(document) instanceof Decoded.Valid<AuditEntry>(AuditEntry read))) {
                throw new AssertionError(line);
            }
            assertThat(read.encode()).isEqualTo(entry.encode());
            assertThat(read.revision()).isEqualTo(entry.revision());
            assertThat(record(read)).isEqualTo(record(entry));
        }
    }

    /** Also what people read beside the bytes that are hashed. */
    @Test
    void anEditOfAnyFieldOfALineIsFound() {
        for (int i = 0; i < RECORDS; i++) {
            Map<String, Tree> fields = AuditLines.write(HONEST.get(i)).fields();
            for (String field : fields.keySet()) {
                for (Tree other : List.of(Tree.text("x"), Tree.number(123_456), Tree.sequence(List.of()))) {
                    assertThat(fitsWith(i, field, other)).as("line " + (i + 1) + ": " + field + " as " + other)
                            .isFalse();
                }
                assertThat(fitsWith(i, field, null)).as("line " + (i + 1) + " without " + field).isFalse();
            }
            assertThat(fitsWith(i, "comment", Tree.text("harmless"))).isFalse();
            assertThat(fitsWith(i, "actor", Tree.text("alice"))).as("nothing changed").isTrue();
        }
    }

    private static boolean fitsWith(int line, String field, @Nullable Tree value) {
        AuditChain chain = new AuditChain(AuditHead.NONE, List.of(HEAD), true);
        for (int i = 0; i < RECORDS; i++) {
            Map<String, Tree> fields = new LinkedHashMap<>(AuditLines.write(HONEST.get(i)).fields());
            if (i == line && value == null) {
                fields.remove(field);
            } else if (i == line && value != null) {
                fields.put(field, value);
            }
            if (!(AuditLines.read(Tree.mapping(fields)) instanceof Decoded.Valid<AuditEntry>(AuditEntry entry))
                    || !chain.take(entry)) {
                return false;
            }
        }
        // The revision of the last record is said by nobody after it.
        return chain.endUnknown() && !(line == RECORDS - 1 && field.equals("revision"));
    }
}
