package io.spillway.control.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.control.access.TokenIssuer.Said;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/** How what is sealed is written. Old texts of another version of the program are no texts: their owners log in anew. */
final class SealedText {

    private static final ScalarType<Long> MILLIS = ScalarType.longInteger(0, Long.MAX_VALUE / 1_000_000);

    private SealedText() {}

    static String of(Session session) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("begun", session.begun().toEpochMilli());
        fields.put("seen", session.seen().toEpochMilli());
        switch (session.credential()) {
            case Credential.Development _ -> {
            }
            case Credential.OwnToken(String sha256) -> fields.put("token", sha256);
            case Credential.Issued(String issuer, String subject, List<Said> said, @Nullable Instant until) -> {
                fields.put("issuer", issuer);
                fields.put("subject", subject);
                fields.put("said",
                        said.stream().map(each -> Map.of("claim", each.claim(), "value", each.value())).toList());
                if (until != null) {
                    fields.put("until", until.toEpochMilli());
                }
            }
        }
        return JsonText.write(Trees.of(fields));
    }

    static @Nullable Session session(String text) {
        return decoded(text, document -> new Session(credential(document), instant(document, "begun"),
                instant(document, "seen")));
    }

    private static Credential credential(Decoder document) {
        if (document.has("token")) {
            return new Credential.OwnToken(document.required("token", ScalarType.SOME_TEXT));
        }
        if (!document.has("issuer")) {
            return new Credential.Development();
        }
        List<Said> said = document.children("said", each -> new Said(each.required("claim", ScalarType.TEXT),
                each.required("value", ScalarType.TEXT)));
        return new Credential.Issued(document.required("issuer", ScalarType.SOME_TEXT),
                document.required("subject", ScalarType.SOME_TEXT), said,
                document.has("until") ? instant(document, "until") : null);
    }

    static String of(LoginTicket ticket) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("login", ticket.login());
        fields.put("state", ticket.state());
        fields.put("nonce", ticket.nonce());
        fields.put("verifier", ticket.verifier());
        fields.put("to", ticket.to());
        fields.put("made", ticket.made().toEpochMilli());
        return JsonText.write(Trees.of(fields));
    }

    static @Nullable LoginTicket ticket(String text) {
        return decoded(text, document -> new LoginTicket(document.required("login", ScalarType.SOME_TEXT),
                document.required("state", ScalarType.SOME_TEXT), document.required("nonce", ScalarType.SOME_TEXT),
                document.required("verifier", ScalarType.SOME_TEXT), document.required("to", ScalarType.SOME_TEXT),
                instant(document, "made")));
    }

    private static Instant instant(Decoder document, String key) {
        return Instant.ofEpochMilli(document.required(key, MILLIS));
    }

    private static <T> @Nullable T decoded(String text, java.util.function.Function<Decoder, T> reader) {
        return Documents.parse(text) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents)
                && documents.size() == 1
                && Decoder.decode(documents.getFirst(), reader) instanceof Decoded.Valid<T>(T read) ? read : null;
    }
}
